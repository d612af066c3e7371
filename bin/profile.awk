# Sums up `perf script -F comm,ip,sym,dso` by part of the house: bin/bench --profile. A sample belongs to the innermost function it was in, so what
# the library of a part calls of others (memcpy, allocation) stands under these.
function part(comm, where) {
  if (where ~ /\[(kernel|guest\.kernel|unknown|vdso)/) return comm ~ /^sqlx-sqlite/ ? "kernel, the database's thread (disk, waking)" : "kernel, the others (sockets, waking)"
  if (where ~ /(^|[^a-z])_?mi_|__rust_alloc|__rust_dealloc|__rust_realloc|mimalloc/) return "allocation"
  if (where ~ /sqlite3|sqlx|libsqlite/ || comm ~ /^sqlx-sqlite/) return "database"
  if (where ~ /tachys|leptos|reactive_graph|reactive_stores|hydration_context|any_spawner|::ui::|cordee::app|cordee_ui/) return "drawing"
  if (where ~ /tungstenite|hyper|axum|tower|h2::|httparse|matchit|hyper_util/) return "HTTP and sockets"
  if (where ~ /serde|itoa|ryu/) return "JSON"
  if (where ~ /cordee/) return "rules and stores of the house"
  if (where ~ /tokio|mio::|futures|parking_lot|crossbeam/) return "tokio"
  return "copying, time, cryptography and the rest"
}
NF >= 2 { comm = $1; $1 = $2 = ""; sum[part(comm, $0)]++; all++ }
END {
  for (name in sum) printf "%6.1f %%  %8.1f µs  %s\n", 100 * sum[name] / all, cpu * sum[name] / all, name | "sort -rn"
}
