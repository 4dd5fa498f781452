// data-upload on a form with files: how much has been sent, then the answer as if the form had gone by itself.
export function startUploads() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const bar = form.querySelector("[data-progress]");
    const hasFiles = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
    if (!form.matches("[data-upload]") || !bar || !hasFiles || event.defaultPrevented) return;
    event.preventDefault();
    send(form, new FormData(form, event.submitter), bar);
  });
}

function send(form, words, bar) {
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.responseType = "document";
  bar.hidden = false;
  request.upload.addEventListener("progress", (sent) => {
    if (sent.lengthComputable) bar.value = sent.loaded / sent.total;
  });
  // All is sent and the pictures are being prepared: how long is not known.
  request.upload.addEventListener("load", () => bar.removeAttribute("value"));
  request.addEventListener("load", () => show(request));
  // Without an answer the browser tries by itself, and says what is wrong in its own words.
  request.addEventListener("error", () => form.submit());
  request.send(words);
}

function show(request) {
  const main = request.response?.querySelector("main");
  if (!main) {
    location.assign(request.responseURL);
    return;
  }
  document.querySelector("main").replaceWith(main);
  document.title = request.response.title;
  history.replaceState(null, "", request.responseURL);
  (main.querySelector("[data-focus]") ?? main).focus();
  scrollTo(0, 0);
}
