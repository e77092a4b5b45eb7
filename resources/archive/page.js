"use strict";
(() => {
  const most = 200;
  const at = (id) => document.getElementById(id);
  const put = (tag, text) => { const made = document.createElement(tag); made.textContent = text; return made; };
  const alike = { "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th" };
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[łøđßæœıþ]/g, (each) => alike[each]);
  const bytes = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  let tables = [];
  let now = 0;
  let chosen = null;

  async function unlock(said, word) {
    const raw = new TextEncoder().encode(word.normalize("NFC"));
    const base = await crypto.subtle.importKey("raw", raw, "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(said.salt), iterations: said.rounds };
    const key = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    const found = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(said.number) }, key, bytes(said.data));
    return JSON.parse(new TextDecoder().decode(found));
  }

  function begin(archive) {
    tables = archive.tables.map((table) => ({ ...table, folded: table.rows.map((row) => fold(row.join(" "))) }));
    const total = tables.reduce((sum, table) => sum + table.rows.length, 0);
    at("about").textContent = `${total} records, copied from ${archive.system} until ${archive.until}. Times are those of ${archive.zone}.`;
    for (const [place, table] of tables.entries()) {
      const button = put("button", table.name);
      button.type = "button";
      button.addEventListener("click", () => { now = place; chosen = null; show(); });
      at("kinds").append(button);
    }
    at("lock").hidden = true;
    at("main").hidden = false;
    at("search").addEventListener("input", () => { chosen = null; show(); });
    show();
    at("search").focus();
  }

  function hits(table) {
    const words = fold(at("search").value).split(/\s+/).filter(Boolean);
    const found = [];
    table.folded.forEach((text, place) => { if (words.every((word) => text.includes(word))) found.push(place); });
    return found;
  }

  function show() {
    const counts = tables.map(hits);
    [...at("kinds").children].forEach((button, place) => {
      button.textContent = `${tables[place].name}, ${counts[place].length}`;
      button.setAttribute("aria-pressed", String(place === now));
    });
    const table = tables[now];
    if (!table) { at("said").textContent = "There is no record in this archive."; return; }
    const found = counts[now];
    at("said").textContent = found.length > most ? `The first ${most} of ${found.length}. Type more letters.` : `${found.length} found.`;
    const columns = table.columns.map((name, place) => place).slice(0, 5);
    const head = document.createElement("tr");
    head.append(...columns.map((place) => put("th", table.columns[place])));
    at("rows").tHead.replaceChildren(head);
    at("rows").tBodies[0].replaceChildren(...found.slice(0, most).map((place) => line(table, place, columns)));
    if (chosen === null) at("one").replaceChildren();
  }

  function line(table, place, columns) {
    const row = document.createElement("tr");
    row.tabIndex = 0;
    row.setAttribute("aria-selected", String(place === chosen));
    row.append(...columns.map((column) => put("td", table.rows[place][column])));
    const open = () => {
      chosen = place;
      for (const each of row.parentElement.children) each.setAttribute("aria-selected", String(each === row));
      at("one").replaceChildren(...record(table, place));
    };
    row.addEventListener("click", open);
    row.addEventListener("keydown", (event) => { if (event.key === "Enter") open(); });
    return row;
  }

  function facts(table, place) {
    const list = document.createElement("dl");
    table.columns.forEach((name, column) => {
      if (table.rows[place][column]) list.append(put("dt", name), put("dd", table.rows[place][column]));
    });
    return list;
  }

  function record(table, place) {
    const number = table.rows[place][0];
    const parts = [put("h2", `${table.name}: ${number}`), facts(table, place)];
    const kind = { Members: "member", Events: "event", Invoices: "invoice", Payments: "payment" }[table.name];
    for (const other of tables) {
      const column = other.columns.indexOf(kind);
      if (!kind || column < 0) continue;
      const theirs = other.rows.map((row, each) => (row[column] === number ? each : -1)).filter((each) => each >= 0);
      if (theirs.length) parts.push(put("h2", `${other.name}: ${theirs.length}`), ...theirs.slice(0, most).map((each) => facts(other, each)));
    }
    for (const name of ["member", "event"]) {
      const column = table.columns.indexOf(name);
      const home = tables.find((each) => each.name === { member: "Members", event: "Events" }[name]);
      const there = column < 0 || !home ? -1 : home.rows.findIndex((row) => row[0] === table.rows[place][column]);
      if (there >= 0) parts.push(put("h2", `${home.name}: ${home.rows[there][0]}`), facts(home, there));
    }
    return parts;
  }

  const open = at("data");
  if (open) { begin(JSON.parse(open.textContent)); return; }
  at("lock").hidden = false;
  at("word").focus();
  at("lock").addEventListener("submit", async (event) => {
    event.preventDefault();
    at("trouble").textContent = "Opening …";
    if (!globalThis.crypto || !crypto.subtle) { at("trouble").textContent = "This browser cannot open it from here. Use Firefox, Chrome, Edge or Safari."; return; }
    try {
      begin(await unlock(JSON.parse(at("locked").textContent), at("word").value));
    } catch {
      at("trouble").textContent = "This passphrase does not open it, or the file was changed.";
      at("word").select();
    }
  });
})();
