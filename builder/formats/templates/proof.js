// A proof's filters: hides what does not fit, says how much is left, and keeps every address of a text working.
"use strict";

(() => {
  const choices = [...document.querySelectorAll('input[name="show"]')];
  const texts = [...document.querySelectorAll(".segment")];
  const chapters = [...document.querySelectorAll(".part")];
  const shown = document.getElementById("shown");

  const filter = () => {
    const wanted = choices.find((choice) => choice.checked).value;
    let count = 0;
    for (const text of texts) {
      text.hidden = wanted !== "all" && !text.classList.contains(wanted);
      count += text.hidden ? 0 : 1;
    }
    for (const chapter of chapters) {
      chapter.hidden = !chapter.querySelector(".segment:not([hidden])");
    }
    const said = `${count} of ${texts.length} texts shown`;
    if (shown.textContent !== said) {
      shown.textContent = said;
    }
  };

  // An address of one text shows it, whatever the filter hides, and puts the focus there.
  const goTo = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.classList.contains("segment")) {
      return;
    }
    if (target.hidden) {
      document.getElementById("show-all").checked = true;
      filter();
    }
    target.focus();
    target.scrollIntoView();
  };

  for (const choice of choices) {
    choice.addEventListener("change", filter);
  }
  // Two voices at once help nobody.
  document.addEventListener(
    "play",
    (event) => {
      for (const sound of document.querySelectorAll("audio")) {
        if (sound !== event.target) {
          sound.pause();
        }
      }
    },
    true,
  );
  addEventListener("hashchange", goTo);
  filter();
  goTo();
})();
