// Reading controls: a button at each paragraph and heading that plays from there, and a link to each heading.
//
// They are made when they are first asked for, and stand in the order of tabs only while they are chosen.

"use strict";

(() => {
  const choice = document.getElementById("choice-controls");
  if (!choice) return;

  const BLOCKS = ":is(.text, .ending) :is(p, h2, h3, h4, h5, h6)[id]";
  const HEADINGS = "h2, h3, h4, h5, h6";
  const MOST_LETTERS = 40;
  let made = false;

  // The first words of a text; of one without spaces, its first letters.
  const words = (element) => {
    const text = element.textContent.trim().replace(/\s+/g, " ");
    const [first] = new RegExp(`^.{0,${MOST_LETTERS}}(?=\\s|$)`, "u").exec(text) ?? [];
    if (!first) return `${[...text].slice(0, MOST_LETTERS / 2).join("")}…`;
    return first.length < text.length ? `${first}…` : first;
  };
  const named = (pattern, element) => pattern.replace("{words}", () => words(element));

  const button = (block, time) => {
    const made = document.createElement("button");
    made.type = "button";
    made.lang = choice.lang;
    made.textContent = choice.dataset.play;
    made.setAttribute("aria-label", named(choice.dataset.playWords, block));
    made.dataset.plays = time;
    return made;
  };
  const link = (heading) => {
    const made = document.createElement("a");
    made.lang = choice.lang;
    made.href = `#${heading.id}`;
    made.textContent = "#";
    made.setAttribute("aria-label", named(choice.dataset.link, heading));
    return made;
  };

  const make = () => {
    for (const block of document.querySelectorAll(BLOCKS)) {
      const first = block.querySelector("[data-start]");
      if (!first) continue;
      const row = document.createElement("div");
      row.className = "here";
      row.append(button(block, first.dataset.start));
      if (block.matches(HEADINGS)) row.append(link(block));
      block.before(row);
    }
    made = true;
  };

  const show = () => {
    if (choice.checked && !made) make();
    document.documentElement.classList.toggle("with-controls", choice.checked);
    for (const each of document.querySelectorAll("a.chapter")) each.tabIndex = choice.checked ? 0 : -1;
  };

  choice.addEventListener("change", show);
  show();
})();
