// The frame around the simulated server: rooms, people and the clock. The messages live in the iframe.

const $ = (id) => document.getElementById(id);
const SHOWN_THREADS = 4;
let shownPreview = "";
let shownAround = "";

async function ask(path, body) {
  const options = body && {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  };
  const answer = await fetch(path, options || {});
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

async function act(path, body) {
  const controls = document.querySelectorAll("button, select");
  controls.forEach((control) => { control.disabled = true; });
  $("busy").hidden = false;
  try {
    draw(await ask(path, body));
  } finally {
    document.querySelectorAll("button, select").forEach((control) => { control.disabled = false; });
    $("busy").hidden = true;
  }
}

function distance(from, to) {
  const minutes = Math.round((new Date(to) - new Date(from)) / 60000);
  if (minutes < 120) return `in ${Math.max(minutes, 0)} min`;
  if (minutes < 2880) return `in ${Math.round(minutes / 60)} hours`;
  return `in ${Math.round(minutes / 1440)} days`;
}

function roomButton(room, mark, current) {
  const button = document.createElement("button");
  button.textContent = `${mark} ${room.name}`;
  button.title = room.name;
  button.setAttribute("aria-current", String(room.id === current));
  button.addEventListener("click", () => act("/demo/view", { room: room.id }));
  return button;
}

function drawRooms(state) {
  $("rooms").replaceChildren(...state.rooms.map((room) => {
    const item = document.createElement("li");
    item.append(roomButton(room, room.isForum ? "☰" : "#", state.room));
    const isOpen = room.id === state.room || room.threads.some((thread) => thread.id === state.room);
    const threads = room.threads.slice(0, isOpen || room.isForum ? SHOWN_THREADS * 3 : SHOWN_THREADS);
    if (threads.length) {
      const list = document.createElement("ul");
      list.append(...threads.map((thread) => {
        const line = document.createElement("li");
        line.append(roomButton(thread, "↳", state.room));
        return line;
      }));
      item.append(list);
    }
    return item;
  }));
}

function draw(state) {
  showPreview(state);
  const format = { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: state.zone };
  $("now").textContent = new Date(state.now).toLocaleString([], format);
  $("now").title = state.zone;
  $("next").textContent = state.next ? `${state.zone} · the bot acts next ${distance(state.now, state.next)}` : "Nothing is planned";
  const around = JSON.stringify([state.rooms, state.room, state.person]);
  if (around === shownAround) return; // a list that is made anew under a finger loses the tap
  shownAround = around;
  $("person").replaceChildren(...state.people.map((person) => {
    const option = new Option(person.name, person.name);
    option.selected = person.name === state.person;
    return option;
  }));
  $("about").textContent = state.people.find((person) => person.name === state.person)?.about ?? "";
  drawRooms(state);
}

function showPreview(state) {
  if (state.preview && state.preview !== shownPreview) {
    shownPreview = state.preview;
    const frame = document.createElement("iframe");
    frame.id = "messages";
    frame.title = "Messages of the channel";
    frame.src = `/preview#${state.preview}`;
    frame.addEventListener("load", () => followNewest(frame.contentDocument));
    $("messages").replaceWith(frame);
  }
}

// As in Discord, a new message comes into view; older ones that merely change leave the view alone.
function followNewest(page) {
  let newest = "";
  new MutationObserver(() => {
    const messages = page.querySelectorAll("#channel-message-list [data-message-id]");
    const last = messages[messages.length - 1]?.dataset.messageId ?? "";
    if (last === newest) return;
    newest = last;
    const timeline = page.getElementById("channel-timeline");
    requestAnimationFrame(() => { timeline.scrollTop = timeline.scrollHeight; });
    setTimeout(() => { timeline.scrollTop = timeline.scrollHeight; }, 400); // once pictures have their height
  }).observe(page.body, { childList: true, subtree: true });
}

$("person").addEventListener("change", (event) => act("/demo/view", { person: event.target.value }));
document.querySelectorAll("[data-advance]").forEach((button) => {
  button.addEventListener("click", () => act("/demo/clock", { advance: button.dataset.advance }));
});
// What one does in the iframe can open threads and plan pings: look again now and then.
setInterval(async () => { if ($("busy").hidden) draw(await ask("/demo/state")); }, 4000);
draw(await ask("/demo/state"));
