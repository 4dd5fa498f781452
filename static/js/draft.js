// data-draft="person-company" on a form that htmx keeps as it is typed. Says how that went, tries again, and holds
// on this device what could not be sent, until it could.
const FIRST_WAIT = 4000;
const LONGEST_WAIT = 60000;

export function startDrafts() {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const store = held(`otagai-draft-${form.dataset.draft}`);
  sendHeld(form, store);
  follow(form, store);
}

// What an earlier visit could not send goes first; the page then shows it as the server kept it.
async function sendHeld(form, store) {
  const entries = store.read();
  if (!entries) return;
  const body = new URLSearchParams(entries);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(form.getAttribute("hx-post"), { method: "POST", body, redirect: "error" });
    if (!answer.ok && answer.status !== 400) return;
  } catch {
    return;
  }
  store.forget();
  location.reload();
}

function follow(form, store) {
  let wait = FIRST_WAIT;
  let timer = 0;
  const again = () => window.htmx.trigger(form, "draft:again");

  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    clearTimeout(timer);
    const { successful, xhr } = event.detail;
    if (successful) {
      wait = FIRST_WAIT;
      store.forget();
      return say(form, "saved");
    }
    store.write(form);
    if (xhr.status === 403) return say(form, "out");
    if (xhr.status === 400) return say(form, "refused");
    say(form, "failed");
    timer = setTimeout(again, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  });
  window.addEventListener("online", () => timer && again());
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    window.htmx.trigger(form, "htmx:abort");
  });
}

function say(form, state) {
  for (const part of form.querySelectorAll("[data-draft-line] [data-state]"))
    part.hidden = part.dataset.state !== state;
}

// A browser may refuse to store; then only the server keeps.
function held(key) {
  return {
    read() {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    write(form) {
      const entries = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
      try {
        localStorage.setItem(key, JSON.stringify(entries));
      } catch {}
    },
    forget() {
      try {
        localStorage.removeItem(key);
      } catch {}
    },
  };
}
