# Sums up `perf script -F comm,ip,sym,dso` by part of the house: bin/bench --profile. A sample belongs to the innermost function it was in, so
# what the library of a part calls of others (memcpy, allocation) stands under these.
function part(comm, sym, dso) {
  if (dso ~ /^\[(kernel|guest\.kernel)/) return comm ~ /^sqlx-sqlite/ ? "kernel, the database's thread (disk, waking)" : "kernel, the others (sockets, waking)"
  if (sym ~ /(^|[^a-z])_?mi_|__rust_alloc|__rust_dealloc|__rust_realloc|^_int_(malloc|free)|^(malloc|cfree|calloc|realloc)/) return "allocation"
  if (sym ~ /sqlite3|sqlx/ || comm ~ /^sqlx-sqlite/) return "database"
  if (sym ~ /tachys|leptos|reactive_graph|hydration_context|any_spawner|::ui::|cordee::app|cordee_ui/) return "drawing"
  if (sym ~ /tungstenite|hyper|axum|tower|httparse|matchit/) return "HTTP and sockets"
  if (sym ~ /serde|itoa|ryu/) return "JSON"
  if (sym ~ /cordee/) return "rules and stores of the house"
  if (sym ~ /tokio|mio::|futures|parking_lot|crossbeam/) return "tokio"
  return "copying, time, cryptography and the rest"
}
NF >= 3 {
  comm = $1; dso = $NF; gsub(/[()]/, "", dso)
  $1 = $2 = $NF = ""
  sum[part(comm, $0, dso)]++; all++
}
END {
  if (!all) { print "nothing was seen"; exit 1 }
  for (name in sum) printf "%6.1f %%  %8.1f µs  %s\n", 100 * sum[name] / all, cpu * sum[name] / all, name | "sort -rn"
}
