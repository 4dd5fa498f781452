import { startConfirming } from "./confirm.js";
import { startGoing } from "./gone.js";
import { startKeeping } from "./keep.js";
import { startKeys } from "./keys.js";
import { startLines } from "./lines.js";
import { startMenus } from "./menu.js";
import { startOnce } from "./once.js";
import { startDialogs } from "./dialog.js";
import { startFocus } from "./focus.js";

startConfirming();
startDialogs();
startFocus();
startGoing();
startKeeping();
startKeys();
startLines();
startMenus();
startOnce();
