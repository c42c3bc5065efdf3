// Buttons that copy a text which stands beside them. Without this file, or without a clipboard, there are none.

"use strict";

(() => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const { copies, tells, done, failed } = button.dataset;
    const told = document.getElementById(tells);
    const tell = (words) => { told.textContent = words; };
    button.hidden = false;
    button.addEventListener("click", () => {
      tell("");
      const text = document.getElementById(copies).textContent.trim().replace(/\s+/g, " ");
      navigator.clipboard.writeText(text).then(() => tell(done), () => tell(failed));
    });
  }
})();
