import { startConfirming } from "./confirm.js";
import { startKeeping } from "./keep.js";
import { startKeys } from "./keys.js";
import { startMenus } from "./menu.js";
import { startOnce } from "./once.js";
import { startDialogs } from "./dialog.js";
import { startFocus } from "./focus.js";
import { startUploads } from "./upload.js";

startConfirming();
startDialogs();
startFocus();
startKeeping();
startKeys();
startMenus();
startOnce();
startUploads();
