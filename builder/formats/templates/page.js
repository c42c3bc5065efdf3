// The player of an edition's page. Without this file the page has the browser's own player and all its text.
//
// Focus is moved by people alone. Nothing is announced while the sound plays: the words are what is heard.

"use strict";

(() => {
  const find = (id) => document.getElementById(id);
  const player = find("player");
  const sound = find("player-sound");
  if (!player || !sound) return;

  const position = find("player-position");
  const follow = find("player-follow");
  const duration = Number(sound.dataset.duration);
  const language = document.documentElement.lang;
  const STEP = 10;
  const ARROW = 5;
  const PAGE = 60;
  // A chapter starts with a breath of silence or with music: its first sentence is marked, not the one before.
  const BREATH = 0.1;

  const timed = (element) => ({
    element,
    start: Number(element.dataset.start ?? element.dataset.from),
    end: Number(element.dataset.end ?? element.dataset.to),
  });
  const sentences = [...document.querySelectorAll("[data-start]")].map(timed).sort((a, b) => a.start - b.start);
  const chapters = [...document.querySelectorAll("[data-from]")].map(timed);

  let heard = null;
  let chapter = null;
  let following = true;
  let timer = 0;

  // The last of `places` that has started, however long ago it ended: marks stay through pauses.
  const at = (places, time) => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle].start <= time) low = middle + 1;
      else high = middle;
    }
    return low ? places[low - 1] : null;
  };

  const sentenceAt = (time) => {
    const found = at(sentences, time + BREATH);
    const here = at(chapters, time + 0.001);
    if (!here || (found && found.start >= here.start)) return found;
    return sentences.find(({ start }) => start >= here.start) ?? found;
  };

  const clock = (time) => {
    const whole = Math.floor(time);
    const two = (number) => String(number).padStart(2, "0");
    const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
  };

  const unit = (number, name) => {
    try {
      return new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" }).format(number);
    } catch {
      return `${number} ${name}`;
    }
  };

  const inWords = (time) => {
    const whole = Math.floor(time);
    const parts = [[Math.floor(whole / 3600), "hour"], [Math.floor(whole / 60) % 60, "minute"], [whole % 60, "second"]];
    const said = parts.filter(([number]) => number).map(([number, name]) => unit(number, name));
    return said.join(" ") || unit(0, "second");
  };

  const place = () => {
    const words = inWords(sound.currentTime);
    position.value = sound.currentTime;
    position.setAttribute("aria-valuetext", chapter ? `${words}, ${chapter.element.querySelector(".chapter").textContent}` : words);
  };

  const inView = (element) => {
    const box = element.getBoundingClientRect();
    const top = getComputedStyle(player).position === "sticky" ? player.getBoundingClientRect().bottom : 0;
    return box.top >= Math.max(0, top) && box.bottom <= window.innerHeight;
  };

  const bringIntoView = (element) => {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  };

  const mark = (next) => {
    if (next === heard) return;
    heard?.element.classList.remove("heard");
    heard = next;
    if (!heard || !follow.checked) return;
    heard.element.classList.add("heard");
    // Only the text is followed: the title and the notices stand above the player, where people start.
    if (following && !sound.paused && heard.element.closest(".text, .ending") && !inView(heard.element)) {
      bringIntoView(heard.element);
    }
  };

  const markChapter = (next) => {
    if (next === chapter) return;
    chapter?.element.querySelector(".chapter").removeAttribute("aria-current");
    chapter = next;
    chapter?.element.querySelector(".chapter").setAttribute("aria-current", "true");
    find("player-chapter").textContent = chapter ? chapter.element.querySelector(".chapter").textContent : "";
  };

  const update = () => {
    const time = sound.currentTime;
    find("player-now").textContent = clock(time);
    const untouched = sound.paused && time === 0;
    markChapter(untouched ? null : at(chapters, time + 0.001));
    mark(untouched ? null : sentenceAt(time));
    // A screen reader speaks every change of a slider that has the focus, over the voice.
    if (sound.paused || !position.matches(":focus-visible")) place();
  };

  const fault = (is) => {
    const line = find("player-fault");
    line.textContent = is ? line.dataset.text : "";
  };

  const play = () => {
    following = true;
    sound.play().then(() => fault(false), (reason) => {
      if (reason.name !== "AbortError") fault(true);
    });
  };

  const seek = (time) => {
    sound.currentTime = Math.min(Math.max(0, time), duration);
    update();
  };

  const playFrom = (time) => {
    seek(time);
    play();
  };

  const shown = () => {
    player.classList.toggle("playing", !sound.paused);
    clearInterval(timer);
    if (!sound.paused) timer = setInterval(update, 100);
    update();
  };

  // Where an address such as `page#t=1:15` or `page#s-1a2b3c4d` points to in the sound; null for all others.
  const timeOf = (hash) => {
    const moment = /^#t=(?:npt:)?((?:\d+:){0,2}\d+(?:\.\d+)?)/.exec(hash);
    if (moment) return moment[1].split(":").reduce((total, part) => total * 60 + Number(part), 0);
    const name = decodeURIComponent(hash.slice(1));
    const own = chapters.find(({ element }) => element.querySelector(".chapter").hash === hash);
    if (own) return own.start;
    const target = /^[sau]-/.test(name) ? find(name) : null;
    const first = target?.matches("[data-start]") ? target : target?.querySelector("[data-start]");
    return first ? Number(first.dataset.start) : null;
  };

  const goTo = (hash) => {
    const time = timeOf(hash);
    if (time === null) return;
    seek(time);
    if (hash.startsWith("#t=") && heard) bringIntoView(heard.element);
  };

  const keys = {
    ArrowLeft: -ARROW,
    ArrowDown: -ARROW,
    ArrowRight: ARROW,
    ArrowUp: ARROW,
    PageDown: -PAGE,
    PageUp: PAGE,
  };

  sound.removeAttribute("controls");
  player.classList.add("ready");
  document.documentElement.classList.add("with-player");
  find("player-controls").hidden = false;
  find("player-choice").hidden = false;
  for (const old of document.querySelectorAll("a.from")) old.hidden = true;
  for (const { element, start } of chapters) {
    const button = element.querySelector("button.from");
    button.hidden = false;
    button.addEventListener("click", () => playFrom(start));
    element.querySelector(".chapter").addEventListener("click", () => seek(start));
  }

  find("player-toggle").addEventListener("click", () => {
    if (!sound.paused) sound.pause();
    else if (sound.ended) playFrom(0);
    else play();
  });
  find("player-back").addEventListener("click", () => seek(sound.currentTime - STEP));
  find("player-forward").addEventListener("click", () => seek(sound.currentTime + STEP));
  find("player-speed").addEventListener("change", (event) => {
    sound.playbackRate = Number(event.target.value);
    sound.defaultPlaybackRate = sound.playbackRate;
  });
  position.addEventListener("input", () => seek(Number(position.value)));
  position.addEventListener("keydown", (event) => {
    if (!(event.key in keys) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    seek(sound.currentTime + keys[event.key]);
    place();
  });
  follow.addEventListener("change", () => {
    following = follow.checked;
    heard?.element.classList.toggle("heard", follow.checked);
  });

  for (const name of ["play", "pause", "ended"]) sound.addEventListener(name, shown);
  for (const name of ["timeupdate", "seeked"]) sound.addEventListener(name, update);
  sound.addEventListener("error", () => fault(true));

  // A tap on a sentence plays from there. Sentences are no tab stops, the chapters are; and since screen readers
  // call all that listens for clicks "clickable", this listens for pointers.
  let tap = null;
  const article = document.querySelector("article");
  article.addEventListener("pointerdown", (event) => {
    tap = event.isPrimary && event.button === 0 ? event : null;
  });
  article.addEventListener("pointerup", (event) => {
    const sentence = event.target.closest("[data-start]");
    if (!tap || !sentence || event.target.closest("a, button") || String(window.getSelection())) return;
    const still = Math.hypot(event.clientX - tap.clientX, event.clientY - tap.clientY) < 8;
    if (still && event.timeStamp - tap.timeStamp < 500) playFrom(Number(sentence.dataset.start));
  });

  // Who scrolls away reads elsewhere; the page follows again once the sentence is back in view.
  for (const name of ["wheel", "touchmove"]) {
    window.addEventListener(name, () => { following = false; }, { passive: true });
  }
  window.addEventListener("keydown", (event) => {
    const scrolls = ["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"].includes(event.key);
    if (scrolls && event.target === document.body) following = false;
  });
  window.addEventListener("scroll", () => {
    if (!following && heard && inView(heard.element)) following = true;
  }, { passive: true });

  window.addEventListener("hashchange", () => { if (sound.paused) goTo(location.hash); });

  // Another language opens where this one was left: a text has the same id in every language.
  for (const link of document.querySelectorAll(".languages a")) {
    link.addEventListener("click", () => {
      const text = sound.currentTime > 0 && heard?.element.closest("[id^='s-']");
      link.hash = text ? text.id : "";
    });
  }

  if ("mediaSession" in navigator && "MediaMetadata" in window) {
    navigator.mediaSession.metadata = new MediaMetadata({ title: sound.dataset.title, artist: sound.dataset.show });
    const actions = {
      play,
      pause: () => sound.pause(),
      seekbackward: () => seek(sound.currentTime - STEP),
      seekforward: () => seek(sound.currentTime + STEP),
      previoustrack: () => seek(at(chapters, sound.currentTime - 3)?.start ?? 0),
      nexttrack: () => seek(chapters.find(({ start }) => start > sound.currentTime)?.start ?? duration),
    };
    for (const [name, action] of Object.entries(actions)) {
      try {
        navigator.mediaSession.setActionHandler(name, action);
      } catch {
        // This browser has no such button.
      }
    }
  }

  fault(sound.error);
  shown();
  goTo(location.hash);
})();
