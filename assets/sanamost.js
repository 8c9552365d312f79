// What pages do beyond plain HTML. It runs in the head, before the first paint, so that the chosen
// theme never flashes; everything else waits for the document. Pages work without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try { return localStorage.getItem("theme") || "auto"; } catch { return "auto"; }
  }
  function paint() {
    const theme = chosen();
    root.dataset.bsTheme = theme === "auto" ? (system.matches ? "dark" : "light") : theme;
    document.querySelectorAll("[data-theme-choice]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
    });
  }
  function choose(theme) {
    try { localStorage.setItem("theme", theme); } catch { /* storage is closed: lasts for this page */ }
    paint();
  }
  paint();
  system.addEventListener("change", paint);

  // <button data-confirm="dialog-id">: asks in a <dialog>; its button [value=yes] sends the form.
  function confirmFirst(event) {
    const button = event.target.closest("[data-confirm]");
    if (!button) return;
    const dialog = document.getElementById(button.dataset.confirm);
    if (!dialog || typeof dialog.showModal !== "function") return;
    event.preventDefault();
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "yes" && button.form) {
        delete button.dataset.confirm;
        button.form.requestSubmit(button);
      } else {
        button.focus();
      }
    }, { once: true });
    dialog.returnValue = "";
    dialog.showModal();
  }

  // <button data-copy="text"> or data-copy-from="id": copies, and says so in its data-copied words.
  async function copy(event) {
    const button = event.target.closest("[data-copy], [data-copy-from]");
    if (!button) return;
    const source = button.dataset.copyFrom && document.getElementById(button.dataset.copyFrom);
    await navigator.clipboard.writeText(source ? source.value || source.textContent : button.dataset.copy);
    const words = button.querySelector("[data-copy-words]") || button;
    const before = words.textContent;
    words.textContent = button.dataset.copied || before;
    setTimeout(() => { words.textContent = before; }, 2000);
  }

  // Menus are <details class="menu">: one open at a time; Escape and a click elsewhere close them.
  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  }

  // <form data-autosubmit>: sends itself when a choice changes.
  function autosubmit(event) {
    const form = event.target.form;
    if (form && form.matches("[data-autosubmit]") && event.target.matches("select, [type=checkbox], [type=radio]")) {
      form.requestSubmit();
    }
  }

  // <form data-once>: a second press while the first is on its way does nothing.
  function once(event) {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  }

  // <div class="upload" data-upload="/address/">: sends chosen or dropped files one by one and shows how
  // far each is. Without an address, or without this script, the input goes with its form.
  function uploads(area) {
    const input = area.querySelector("input[type=file]");
    const list = area.querySelector(".upload-list");
    const token = area.closest("form")?.querySelector("[name=csrfmiddlewaretoken]")?.value;
    function send(file) {
      const row = document.createElement("li");
      const name = document.createElement("bdi");
      const bar = document.createElement("progress");
      const words = document.createElement("span");
      name.textContent = file.name;
      bar.max = 100;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      words.setAttribute("role", "status");
      row.append(name, bar, words);
      list.append(row);
      const body = new FormData();
      body.append(input.name, file);
      const call = new XMLHttpRequest();
      call.upload.onprogress = (step) => {
        if (step.lengthComputable) bar.value = Math.round((step.loaded / step.total) * 100);
      };
      call.onload = () => {
        bar.remove();
        let answer = {};
        try { answer = JSON.parse(call.responseText); } catch { /* not ours: the plain words stand */ }
        const well = call.status >= 200 && call.status < 300;
        words.textContent = answer.message || (well ? area.dataset.done : area.dataset.failed);
        row.classList.add(well ? "upload-done" : "upload-failed");
        area.dispatchEvent(new CustomEvent("uploaded", { bubbles: true, detail: { well, answer } }));
      };
      call.onerror = () => { bar.remove(); words.textContent = area.dataset.failed; };
      call.open("POST", area.dataset.upload);
      if (token) call.setRequestHeader("X-CSRFToken", token);
      call.setRequestHeader("Accept", "application/json");
      call.send(body);
    }
    function show() {
      list.replaceChildren(...Array.from(input.files, (file) => {
        const row = document.createElement("li");
        const name = document.createElement("bdi");
        name.textContent = file.name;
        row.append(name);
        return row;
      }));
    }
    function take(files) {
      const told = new CustomEvent("chosen", { bubbles: true, cancelable: true, detail: { files: Array.from(files) } });
      if (!area.dispatchEvent(told)) { input.value = ""; return; } // uploads.js sends them in pieces
      if (area.dataset.upload) {
        Array.from(files).forEach(send);
        input.value = "";
      } else {
        input.files = files;
        show();
      }
    }
    area.classList.add("upload-live");
    input.addEventListener("change", () => take(input.files));
    ["dragover", "dragleave", "drop"].forEach((kind) => area.addEventListener(kind, (event) => {
      event.preventDefault();
      area.classList.toggle("upload-over", kind === "dragover");
      if (kind === "drop") take(event.dataTransfer.files);
    }));
  }

  // data-key="f": pressing f presses (or, for a field, focuses) the element, unless someone is typing.
  // j and k walk through the [data-walk] links of a list; ? shows the keys in <dialog id="keys">.
  function walk(step) {
    const links = Array.from(document.querySelectorAll("[data-walk]"));
    const here = links.indexOf(document.activeElement);
    const next = links[here === -1 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }
  function showKeys() {
    const dialog = document.getElementById("keys");
    if (!dialog || dialog.open) return;
    const walks = document.querySelector("[data-walk]")
      ? [["j", dialog.dataset.next], ["k", dialog.dataset.previous]] : [];
    const marked = Array.from(document.querySelectorAll("[data-key]"), (part) => [
      part.dataset.key, (part.labels?.[0] || part).textContent.trim().replace(/\s+/g, " "),
    ]);
    dialog.querySelector(".keys").replaceChildren(...[...walks, ...marked].map(([key, words]) => {
      const row = document.createElement("div");
      const term = document.createElement("dt");
      const cap = document.createElement("kbd");
      const meaning = document.createElement("dd");
      cap.textContent = key;
      meaning.textContent = words;
      term.append(cap);
      row.append(term, meaning);
      return row;
    }));
    dialog.showModal();
  }
  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (event.key === "?") showKeys();
    else {
      const part = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!part) return;
      event.preventDefault();
      if (part.matches("input, textarea, select")) part.focus(); else part.click();
    }
  }

  // <div data-shown-for="whom" data-shown-when="child dear">: only beside one of these choices.
  function follow(form) {
    form.querySelectorAll("[data-shown-for]").forEach((part) => {
      const chosen = form.querySelector(`[name="${part.dataset.shownFor}"]:checked`);
      part.hidden = !part.dataset.shownWhen.split(" ").includes(chosen?.value);
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    paint();
    document.addEventListener("click", (event) => {
      const theme = event.target.closest("[data-theme-choice]");
      if (theme) choose(theme.dataset.themeChoice);
      if (event.target.closest("[data-print]")) window.print();
      if (event.target.closest("[data-reload]")) window.location.reload();
      const shut = event.target.closest("[data-close-dialog]");
      if (shut) shut.closest("dialog").close();
      confirmFirst(event);
      copy(event);
      closeMenus(event.target.closest("details.menu"));
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      const open = document.querySelector("details.menu[open]");
      if (open) { closeMenus(); open.querySelector("summary").focus(); }
    });
    document.addEventListener("keydown", keys);
    document.addEventListener("change", autosubmit);
    document.addEventListener("change", (event) => { if (event.target.form) follow(event.target.form); });
    document.querySelectorAll("form").forEach(follow);
    document.addEventListener("submit", once);
    document.querySelectorAll(".upload").forEach(uploads);
    document.querySelector("[data-first-error]")?.focus();
    document.querySelectorAll("[data-needs-script]").forEach((part) => { part.hidden = false; });
  });
  // Coming back with the browser's arrow: the form may be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });
})();
