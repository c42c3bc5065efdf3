// The player of an edition's page. Without this file the page has the browser's own player and all its text.
// The buttons at paragraphs are made by page_controls.js; what they do is here.
//
// Focus is moved by people alone. Nothing is announced while the sound plays: the words are what is heard.

"use strict";

(() => {
  const find = (id) => document.getElementById(id);
  const player = find("player");
  const sound = find("player-sound");

  // What a reader chose and where he stopped is kept in this browser alone, where it keeps anything.
  const kept = {
    read(name) {
      try {
        return JSON.parse(localStorage.getItem(name));
      } catch {
        return null;
      }
    },
    write(name, value) {
      try {
        if (value === null) localStorage.removeItem(name);
        else localStorage.setItem(name, JSON.stringify(value));
      } catch {
        // Nothing is kept here.
      }
    },
  };

  if (!player || !sound) return;

  const position = find("player-position");
  const speed = find("player-speed");
  const choices = { marks: find("choice-marks"), follow: find("choice-follow"), controls: find("choice-controls"), keys: find("choice-keys") };
  const article = document.querySelector("article");
  const duration = Number(sound.dataset.duration);
  const language = document.documentElement.lang;
  const CHOICES = "edition:choices";
  const PLACE = `edition:place:${sound.dataset.place}`;
  const STEP = 10;
  const ARROW = 5;
  const PAGE = 60;
  // A screen takes its time, and browsers seek a little short: a sentence is marked so much before it is heard.
  const LEAD = 0.05;
  const SHORTEST_WAIT_MS = 20;
  const LONGEST_WAIT_MS = 1000;
  const KEEP_MS = 5000;
  const OWN_SCROLL_MS = 1500;
  // Whoever stopped so near to an end starts anew.
  const WORTH_KEEPING = 15;

  const timed = (element) => ({
    element,
    start: Number(element.dataset.start ?? element.dataset.from),
    end: Number(element.dataset.end ?? element.dataset.to),
  });
  const sentences = [...document.querySelectorAll("[data-start]")].map(timed).sort((a, b) => a.start - b.start);
  const chapters = [...document.querySelectorAll("[data-from]")].map(timed);
  const title = ({ element }) => element.querySelector(".chapter").textContent;

  let heard = null;
  let chapter = null;
  let following = true;
  let scrolledAt = -OWN_SCROLL_MS;
  let timer = 0;
  let told = "";
  let keptAt = 0;
  let played = false;

  // The number of the last of `places` that has started, however long ago it ended: marks stay through pauses.
  const numberAt = (places, time) => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle].start <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const at = (places, time) => places[numberAt(places, time)] ?? null;

  // A chapter starts with a breath of silence or with music: its first sentence is marked, not the one before.
  const sentenceAt = (time) => {
    const number = numberAt(sentences, time + LEAD);
    const here = at(chapters, time + 0.001);
    if (!here || (number >= 0 && sentences[number].start >= here.start)) return sentences[number] ?? null;
    return sentences[number + 1] ?? sentences[number] ?? null;
  };

  const clock = (time) => {
    const whole = Math.floor(time);
    const two = (number) => String(number).padStart(2, "0");
    const [hour, minute, second] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    return hour ? `${hour}:${two(minute)}:${two(second)}` : `${minute}:${two(second)}`;
  };

  const spelt = (name) => {
    try {
      return new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" });
    } catch {
      return { format: (number) => `${number} ${name}` };
    }
  };
  const [hours, minutes, seconds] = ["hour", "minute", "second"].map(spelt);

  const inWords = (time) => {
    const whole = Math.floor(time);
    const parts = [[Math.floor(whole / 3600), hours], [Math.floor(whole / 60) % 60, minutes], [whole % 60, seconds]];
    const said = parts.filter(([number]) => number).map(([number, unit]) => unit.format(number));
    return said.join(" ") || seconds.format(0);
  };

  // To the minute, where it is more than one.
  const length = inWords(duration < 60 ? duration : 60 * Math.round(duration / 60));

  const filled = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

  const place = () => {
    const time = sound.currentTime;
    const number = Math.max(0, numberAt(chapters, time + 0.001)) + 1;
    position.value = time;
    position.setAttribute("aria-valuetext", filled(position.dataset.words, { position: inWords(time), duration: length, number }));
  };

  // The clock and the slider change with each second and chapter, and with nothing else.
  const tellTime = () => {
    // A screen reader speaks every change of a slider that has the focus, over the voice.
    const silent = !sound.paused && position.matches(":focus-visible");
    const now = [Math.floor(sound.currentTime), chapter?.start, silent].join();
    if (now === told) return;
    told = now;
    find("player-now").textContent = clock(sound.currentTime);
    if (!silent) place();
  };

  const inView = (element) => {
    const box = element.getBoundingClientRect();
    const top = getComputedStyle(player).position === "sticky" ? player.getBoundingClientRect().bottom : 0;
    return box.top >= Math.max(0, top) && box.bottom <= window.innerHeight;
  };

  const bringIntoView = (element) => {
    const far = Math.abs(element.getBoundingClientRect().top) > 3 * window.innerHeight;
    const still = far || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrolledAt = performance.now();
    element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  };

  const mark = (next) => {
    if (next === heard) return;
    heard?.element.classList.remove("heard");
    heard = next;
    if (!heard) return;
    heard.element.classList.toggle("heard", choices.marks.checked);
    // Only the text is followed: the title and the notices stand above the player, where people start.
    if (choices.follow.checked && following && !sound.paused && heard.element.closest(".text, .ending") && !inView(heard.element)) {
      bringIntoView(heard.element);
    }
  };

  const session = "mediaSession" in navigator && "MediaMetadata" in window ? navigator.mediaSession : null;

  const tellDevice = () => {
    if (!session) return;
    const { title: name, show, cover } = sound.dataset;
    // Media Session: pictures come from servers alone.
    const artwork = cover && location.protocol.startsWith("http") ? [{ src: cover }] : [];
    const about = { title: chapter ? title(chapter) : name, artist: show, album: name, artwork };
    const chapterInfo = chapters.map((each) => ({ title: title(each), startTime: each.start, artwork: [] }));
    try {
      session.metadata = new MediaMetadata({ ...about, chapterInfo });
    } catch {
      session.metadata = new MediaMetadata(about);
    }
  };

  const tellPosition = () => {
    try {
      session?.setPositionState({ duration, playbackRate: sound.playbackRate, position: Math.min(sound.currentTime, duration) });
    } catch {
      // This device shows none.
    }
  };

  const markChapter = (next) => {
    if (next === chapter) return;
    chapter?.element.querySelector(".chapter").removeAttribute("aria-current");
    chapter = next;
    chapter?.element.querySelector(".chapter").setAttribute("aria-current", "true");
    find("player-chapter").textContent = chapter ? title(chapter) : "";
    tellDevice();
  };

  const update = () => {
    const time = sound.currentTime;
    const untouched = sound.paused && time === 0;
    markChapter(untouched ? null : at(chapters, time + 0.001));
    mark(untouched ? null : sentenceAt(time));
    tellTime();
    if (!sound.paused && performance.now() - keptAt > KEEP_MS) keepPlace();
    wait();
  };

  // Until the next sentence starts. In between the browser itself tells four times a second how far the sound is.
  const wait = () => {
    clearTimeout(timer);
    if (sound.paused) return;
    const time = sound.currentTime;
    const next = sentences[numberAt(sentences, time + LEAD) + 1]?.start ?? duration;
    const left = (1000 * (next - LEAD - time)) / sound.playbackRate;
    timer = setTimeout(update, Math.min(Math.max(left, SHORTEST_WAIT_MS), LONGEST_WAIT_MS));
  };

  const fault = (is) => {
    const line = find("player-fault");
    line.textContent = is ? line.dataset.text : "";
  };

  const resume = find("player-resume");
  const dropResume = () => {
    const focused = document.activeElement === resume;
    resume.hidden = true;
    if (focused) find("player-toggle").focus();
  };

  const source = () => sound.currentSrc.slice(-200);

  const keepPlace = () => {
    keptAt = performance.now();
    if (!played) return;
    const time = sound.currentTime;
    const worth = time > WORTH_KEEPING && time < duration - WORTH_KEEPING;
    kept.write(PLACE, worth ? { time, sentence: heard?.element.id ?? null, of: source() } : null);
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
    tellPosition();
  };

  const playFrom = (time) => {
    seek(time);
    play();
  };

  const toggle = () => {
    if (!sound.paused) sound.pause();
    else if (sound.ended) playFrom(0);
    else play();
  };

  const stop = () => {
    sound.pause();
    seek(0);
    keepPlace();
  };

  const nextChapter = () => seek(chapters.find(({ start }) => start > sound.currentTime + 0.001)?.start ?? duration);
  const chapterBefore = () => seek(at(chapters, sound.currentTime - 3)?.start ?? 0);

  const shown = () => {
    player.classList.toggle("playing", !sound.paused);
    if (!sound.paused) {
      played = true;
      dropResume();
    }
    update();
    tellPosition();
  };

  // Where an address such as `page#t=1:15` or `page#s-1a2b3c4d` points to in the sound; null for all others.
  const timeOf = (hash) => {
    const moment = /^#t=(?:npt:)?((?:\d+:){0,2}\d+(?:\.\d+)?)/.exec(hash);
    if (moment) return moment[1].split(":").reduce((total, part) => total * 60 + Number(part), 0);
    let name = "";
    try {
      name = decodeURIComponent(hash.slice(1));
    } catch {
      return null;
    }
    const own = chapters.find(({ element }) => element.querySelector(".chapter").hash === hash);
    if (own) return own.start;
    const target = /^[sau]-/.test(name) ? find(name) : null;
    const first = target?.matches("[data-start]") ? target : target?.querySelector("[data-start]");
    return first ? Number(first.dataset.start) : null;
  };

  const goTo = (hash) => {
    const time = timeOf(hash);
    if (time === null) return false;
    seek(time);
    if (hash.startsWith("#t=") && heard) bringIntoView(heard.element);
    return true;
  };

  const offerResume = () => {
    const found = kept.read(PLACE);
    if (!found || typeof found.time !== "number") return;
    // Other sound has other times; a sentence keeps its name.
    const sentence = found.of === source() ? null : sentences.find(({ element }) => element.id === found.sentence);
    const time = sentence?.start ?? found.time;
    if (!(time > 0 && time < duration)) return;
    resume.textContent = filled(resume.dataset.text, { position: clock(time) });
    resume.hidden = false;
    resume.addEventListener("click", () => playFrom(time), { once: true });
  };

  const keepChoices = () => {
    const values = Object.entries(choices).map(([name, box]) => [name, box.checked]);
    kept.write(CHOICES, { ...Object.fromEntries(values), speed: speed.value });
  };
  const setSpeed = () => {
    sound.playbackRate = Number(speed.value);
    sound.defaultPlaybackRate = sound.playbackRate;
    tellPosition();
  };
  const recallChoices = () => {
    const found = kept.read(CHOICES) ?? {};
    for (const [name, box] of Object.entries(choices)) {
      if (typeof found[name] === "boolean") box.checked = found[name];
    }
    if ([...speed.options].some(({ value }) => value === found.speed)) speed.value = found.speed;
    setSpeed();
  };

  const sliderKeys = {
    ArrowLeft: -ARROW,
    ArrowDown: -ARROW,
    ArrowRight: ARROW,
    ArrowUp: ARROW,
    PageDown: -PAGE,
    PageUp: PAGE,
  };
  const singleKeys = {
    k: toggle,
    s: stop,
    j: () => seek(sound.currentTime - STEP),
    l: () => seek(sound.currentTime + STEP),
    p: chapterBefore,
    n: nextChapter,
  };

  sound.removeAttribute("controls");
  player.classList.add("ready");
  document.documentElement.classList.add("with-player");
  find("player-controls").hidden = false;
  find("choices").hidden = false;
  for (const old of document.querySelectorAll("a.from")) old.hidden = true;
  for (const button of document.querySelectorAll("button.from")) button.hidden = false;
  recallChoices();

  find("player-toggle").addEventListener("click", toggle);
  find("player-stop").addEventListener("click", stop);
  find("player-back").addEventListener("click", () => seek(sound.currentTime - STEP));
  find("player-forward").addEventListener("click", () => seek(sound.currentTime + STEP));
  speed.addEventListener("change", () => {
    setSpeed();
    keepChoices();
  });
  position.addEventListener("input", () => seek(Number(position.value)));
  position.addEventListener("keydown", (event) => {
    if (!(event.key in sliderKeys) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    seek(sound.currentTime + sliderKeys[event.key]);
    place();
  });
  find("choices").addEventListener("change", () => {
    following = true;
    heard?.element.classList.toggle("heard", choices.marks.checked);
    keepChoices();
  });

  for (const name of ["play", "pause", "ended"]) sound.addEventListener(name, shown);
  for (const name of ["timeupdate", "seeked"]) sound.addEventListener(name, update);
  for (const name of ["pause", "ended"]) sound.addEventListener(name, keepPlace);
  sound.addEventListener("ratechange", tellPosition);
  sound.addEventListener("error", () => fault(true));
  window.addEventListener("pagehide", keepPlace);

  document.addEventListener("keydown", (event) => {
    const act = singleKeys[event.key.toLowerCase()];
    const typed = event.target.closest?.("input:not([type=checkbox], [type=range]), select, textarea, [contenteditable]");
    if (!act || !choices.keys.checked || typed || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    event.preventDefault();
    act();
  });

  // A tap on a sentence plays from there. Sentences are no tab stops; and since screen readers call all that
  // listens for clicks "clickable", this listens for pointers.
  let tap = null;
  article.addEventListener("pointerdown", (event) => {
    tap = event.isPrimary && event.button === 0 ? event : null;
  });
  article.addEventListener("pointerup", (event) => {
    const sentence = event.target.closest("[data-start]");
    if (!tap || !sentence || event.target.closest("a, button") || String(window.getSelection())) return;
    const still = Math.hypot(event.clientX - tap.clientX, event.clientY - tap.clientY) < 8;
    if (still && event.timeStamp - tap.timeStamp < 500) playFrom(Number(sentence.dataset.start));
  });
  // Buttons and links in lists share one listener of the whole document, which makes no list clickable.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-plays]");
    const row = event.target.closest("[data-from]");
    if (button) playFrom(Number(button.dataset.plays));
    else if (row && event.target.closest("button.from")) playFrom(Number(row.dataset.from));
    else if (row && event.target.closest(".chapter")) seek(Number(row.dataset.from));
  });

  // Who scrolls away reads elsewhere, by whatever means: a wheel, a finger, the bar, a search or a screen reader.
  // The page follows again once the sentence is back in view.
  for (const name of ["wheel", "touchmove"]) {
    window.addEventListener(name, () => { following = false; }, { passive: true });
  }
  window.addEventListener("scroll", () => {
    const own = following && performance.now() - scrolledAt < OWN_SCROLL_MS;
    if (choices.follow.checked && heard && !own) following = inView(heard.element);
  }, { passive: true });

  window.addEventListener("hashchange", () => goTo(location.hash));

  // What the announcer says belongs to the text before it.
  const textHeard = () => {
    for (let number = sentences.indexOf(heard); number >= 0; number -= 1) {
      const text = sentences[number].element.closest("[id^='s-']");
      if (text) return text;
    }
    return null;
  };

  // Another language opens where this one was left: a text has the same id in every language.
  const textInView = () => {
    const text = document.querySelector(".text");
    if (text.getBoundingClientRect().top > window.innerHeight / 2) return null;
    return [...article.querySelectorAll("[id^='s-']")].find((each) => each.getBoundingClientRect().bottom > window.innerHeight / 4);
  };
  for (const link of document.querySelectorAll(".languages a")) {
    link.addEventListener("click", () => {
      const text = sound.currentTime > 0 ? textHeard() : textInView();
      link.hash = text ? text.id : "";
    });
  }

  // A report says what is heard, or was heard last, when somebody goes for its link.
  const report = find("feedback");
  const fillReport = () => {
    const text = textHeard();
    const values = { time: heard ? clock(sound.currentTime) : "", segment: text?.id ?? "", sentence: heard?.element.textContent ?? "" };
    report.href = report.dataset.address.replace(/\{(time|segment|sentence)\}/g, (_, name) => encodeURIComponent(values[name]));
  };
  if (report) {
    for (const name of ["focus", "pointerdown", "click"]) report.addEventListener(name, fillReport);
  }

  const actions = {
    play,
    pause: () => sound.pause(),
    stop,
    seekto: ({ seekTime }) => seek(seekTime),
    seekbackward: ({ seekOffset }) => seek(sound.currentTime - (seekOffset || STEP)),
    seekforward: ({ seekOffset }) => seek(sound.currentTime + (seekOffset || STEP)),
    previoustrack: chapterBefore,
    nexttrack: nextChapter,
  };
  for (const [name, action] of session ? Object.entries(actions) : []) {
    try {
      session.setActionHandler(name, action);
    } catch {
      // This device has no such button.
    }
  }

  fault(sound.error);
  shown();
  tellDevice();
  if (!goTo(location.hash)) offerResume();
})();
