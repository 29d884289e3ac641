// The phone's own keeping of presses in a dead spot: sealed, under a key that came with the page and dies with the session.
// What is kept are ids and verbs, and photos; nothing of it stands clear in the browser. A shared phone locks while it is in
// the dead spot: there the key is the person's for the shift, and what another pressed waits, sealed, for that one's PIN.
(() => {
  const PHOTO_LIMIT = 8 * 1024 * 1024;
  const ALL_LIMIT = 32 * 1024 * 1024;
  const place = document.getElementById("taps");
  if (!place) return;

  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const raw = bytes(place.dataset.key);
  const session = place.dataset.session;
  const until = Date.parse(place.dataset.until ?? "") || 0;
  delete place.dataset.key;
  const usable = Boolean(window.crypto?.subtle && window.indexedDB);
  const key = usable ? crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]) : null;
  raw.fill(0);

  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

  const house = usable ? new Promise((done, failed) => {
    const opening = indexedDB.open("innkeeper-taps", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept", { keyPath: "n", autoIncrement: true });
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
  }) : null;
  const store = async (mode) => (await house).transaction("kept", mode).objectStore("kept");

  // One box: four bytes for the length of the words, the words, then the photo.
  const packed = async (item) => {
    const photo = item.photo ? new Uint8Array(await item.photo.arrayBuffer()) : new Uint8Array();
    const words = new TextEncoder().encode(JSON.stringify({ ...item, photo: undefined, type: item.photo?.type }));
    const box = new Uint8Array(4 + words.length + photo.length);
    new DataView(box.buffer).setUint32(0, words.length);
    box.set(words, 4);
    box.set(photo, 4 + words.length);
    return box;
  };
  const unpacked = (box) => {
    const length = new DataView(box).getUint32(0);
    const item = JSON.parse(new TextDecoder().decode(new Uint8Array(box, 4, length)));
    if (item.type) item.photo = new Blob([new Uint8Array(box, 4 + length)], { type: item.type });
    return item;
  };

  const memory = []; // where the browser has no vault, presses live as long as the page
  let next = 0;

  const put = async (item) => {
    if (!usable) return memory.push({ ...item, n: (next += 1) });
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const told = new TextEncoder().encode(session);
    const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: told }, await key, await packed(item));
    await asked((await store("readwrite")).put(until ? { iv, box, until } : { iv, box }));
  };

  const all = async () => {
    if (!usable) return { items: [...memory], lost: 0 };
    const rows = await asked((await store("readonly")).getAll());
    const told = new TextEncoder().encode(session);
    const items = [];
    let lost = 0;
    for (const row of rows) {
      try {
        const box = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: told }, await key, row.box);
        items.push({ ...unpacked(box), n: row.n });
      } catch {
        if (until && row.until > Date.now()) continue; // a colleague's, of this shift: it waits for their PIN
        await asked((await store("readwrite")).delete(row.n)); // another session's: its key is gone
        lost += 1;
      }
    }
    return { items, lost };
  };

  const drop = async (n) => {
    if (usable) return asked((await store("readwrite")).delete(n));
    memory.splice(memory.findIndex((item) => item.n === n), 1);
  };

  const room = async (size) => {
    if (size > PHOTO_LIMIT) return "tooLarge";
    if (!usable) return "";
    const rows = await asked((await store("readonly")).getAll());
    return rows.reduce((sum, row) => sum + row.box.byteLength, size) > ALL_LIMIT ? "full" : "";
  };

  window.innkeeperTaps = { place, session, put, all, drop, room };
})();
