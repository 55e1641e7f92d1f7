// How far the job is, until it ends; files may be dropped anywhere on the form.

import { slashFocuses } from "./shortcut.js";

slashFocuses(document.getElementById("q"));

const EVERY_MS = 1000;
const job = document.getElementById("job");

async function look() {
  try {
    const answer = await fetch(job.dataset.watch, { headers: { Accept: "application/json" } });
    const now = await answer.json();
    if (now.state !== "running") return location.reload();
    job.querySelector("progress").value = now.percent;
    document.getElementById("job-percent").textContent = `${now.percent} %`;
    for (const step of job.querySelectorAll("[data-step]")) {
      step.hidden = step.dataset.step !== now.step;
    }
  } catch {
    // The server is away for a moment: the next look tells.
  }
  setTimeout(look, EVERY_MS);
}

if (job?.dataset.watch) setTimeout(look, EVERY_MS);

const form = document.querySelector(".drop");
const input = document.getElementById("files");
form?.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("over");
});
form?.addEventListener("dragleave", () => form.classList.remove("over"));
form?.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
});

document.documentElement.classList.add("live");
