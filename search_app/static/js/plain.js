// Pages without results: only the shortcut to the search box.

import { slashFocuses } from "./shortcut.js";

slashFocuses(document.getElementById("q"));
document.documentElement.classList.add("live");
