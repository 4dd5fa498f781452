import { startConfirming } from "./confirm.js";
import { startKeeping } from "./keep.js";
import { startKeys } from "./keys.js";
import { startMenus } from "./menu.js";
import { startOnce } from "./once.js";
import { startDialogs } from "./dialog.js";
import { startDrafts } from "./draft.js";
import { startFocus } from "./focus.js";
import { startRows } from "./rows.js";

startConfirming();
startDialogs();
startDrafts();
startFocus();
startKeeping();
startKeys();
startMenus();
startOnce();
startRows();
