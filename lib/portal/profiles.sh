#!/bin/sh
# Keeps profile sets of Sallyport at @PORTAL_URL@ in ~/.aws/config
#
#   curl -fsS @PORTAL_URL@/profiles.sh | sh -s -- SET
#   curl -fsS @PORTAL_URL@/profiles.sh | sh -s -- --help
#
# It asks that one address, through curl, with the access token that stands in ~/.config/sallyport/header, and writes between
# its own marker lines of one file. Needs sh, curl and awk. All of it are functions, and the last line calls one: half a download
# does nothing. The merge is that of the portal's own pages, and a test holds the two against each other.

sp_portal='@PORTAL_URL@'
# Somebody's file, line by line. No quote of the shell's stands in it, and no {n,m}, which old awks read as text.
sp_program='
function refuse(line, why) {
  print (line ? "line " line ": " : "") why | "cat 1>&2"
  close("cat 1>&2"); failed = 1; exit 3
}
function trim(s) { sub(/^[ \t\v\f\r]+/, "", s); sub(/[ \t\v\f\r]+$/, "", s); return s }
function odd(s) { return s ~ /\302[\205\240]|\341\232\200|\342\200[\200-\212\250\251\257]|\342\201\237|\343\200\200|\357\273\277/ }
function check(s, n,   t) {
  if (n == 1 && substr(s, 1, 3) == "\357\273\277") refuse(0, "The file begins with a byte order mark, which the AWS CLI cannot read. Save it as UTF-8 without one.")
  if (s ~ /\r/) refuse(n, "This line has a carriage return within it. Save the file with ordinary line ends.")
  if (s ~ /[\001-\010\016-\037\177]/) refuse(n, "This is no text in UTF-8. Is it ~/.aws/config itself?")
  if (s !~ /[\200-\377]/) return
  t = s
  gsub(/[\360][\220-\277][\200-\277][\200-\277]|[\361-\363][\200-\277][\200-\277][\200-\277]|[\364][\200-\217][\200-\277][\200-\277]/, "", t)
  gsub(/[\340][\240-\277][\200-\277]|[\341-\354\356\357][\200-\277][\200-\277]|[\355][\200-\237][\200-\277]/, "", t)
  gsub(/[\302-\337][\200-\277]/, "", t)
  if (t ~ /[\200-\377]/ || s ~ /\302[\200-\237]|\357\277\275/) refuse(n, "This is no text in UTF-8. Is it ~/.aws/config itself?")
  t = s; sub(/^[ \t\v\f]+/, "", t)
  if (odd(substr(t, 1, 3)) || (substr(t, 1, 1) == "[" && odd(t))) refuse(n, "This line has a space of an unusual kind. Write an ordinary one.")
  if (tolower(t) ~ /sso_session/ && odd(t)) refuse(n, "This line has a space of an unusual kind. Write an ordinary one.")
}
# As shlex.split has it, by which botocore takes a header apart. The number of words; 0 where a quote is left open.
function shellwords(s, w,   n, i, c, d, q, cur, on) {
  n = 0; q = ""; cur = ""; on = 0
  for (i = 1; i <= length(s); i++) {
    c = substr(s, i, 1)
    if (c == "\\" && q != "\047") {
      if (i == length(s)) return 0
      d = substr(s, ++i, 1); on = 1
      cur = cur (q == "" || d == "\"" || d == "\\" ? d : c d)
    } else if (q != "") { if (c == q) q = ""; else cur = cur c }
    else if (c == "\"" || c == "\047") { q = c; on = 1 }
    else if (c ~ /[ \t\r\n]/) { if (on) w[++n] = cur; cur = ""; on = 0 }
    else { cur = cur c; on = 1 }
  }
  if (q != "") return 0
  if (on) w[++n] = cur
  return n
}
function place(kind, name, n) { seen[kind " " name] = n }
function isours(kind) { return kind == "profile" || kind == "sso-session" || kind == "services" }
# Where a header is a name to botocore, and where it is one to the SDK for JavaScript.
function meaning(h, n,   w, kind, j, q, rest, dot) {
  if (h == "default") place("profile", "default", n)
  else {
    kind = index(h, "profile") == 1 ? "profile" : index(h, "sso-session") == 1 ? "sso-session" : index(h, "services") == 1 ? "services" : ""
    if (kind != "" && shellwords(h, w) == 2) place(kind, w[2], n)
  }
  j = "[" h "]"
  if (match(j, /[ \t\v\f][;#]/)) j = substr(j, 1, RSTART - 1)
  j = trim(j)
  if (substr(j, 1, 1) != "[" || substr(j, length(j), 1) != "]") return
  j = substr(j, 2, length(j) - 2)
  if (j == "default") { place("profile", "default", n); return }
  if (match(j, /^[A-Za-z0-9_-]+[ \t\v\f]/)) {
    kind = substr(j, 1, RLENGTH - 1); rest = substr(j, RLENGTH + 1); q = substr(rest, 1, 1)
    if (q == "\"" || q == "\047") rest = length(rest) > 2 && substr(rest, length(rest), 1) == q ? substr(rest, 2, length(rest) - 2) : ""
    if (rest ~ /^[A-Za-z0-9_@+.%:\/-]+$/) { if (isours(kind)) place(kind, rest, n); return }
  }
  dot = index(j, ".")
  if (dot && isours(substr(j, 1, dot - 1))) place(substr(j, 1, dot - 1), substr(j, dot + 1), n)
}
# Lines from..to beside our blocks, read as botocore reads them.
function outside(from, to,   i, s, t, ind, indent, key, section, c, m, at) {
  indent = 0; key = 0; section = 0
  for (i = from; i <= to; i++) {
    s = L[i]; t = trim(s); c = substr(t, 1, 1)
    if (t == "" || c == "#" || c == ";") continue
    match(s, /^[ \t\v\f]*/); ind = RLENGTH
    if (key && ind > indent) continue
    indent = ind
    if (c == "[" && match(t, /.*\]/) && RLENGTH > 2) { meaning(substr(t, 2, RLENGTH - 2), i); section = 1; key = 0; continue }
    if (!section) {
      if (from > 1) refuse(i, "This line stands behind a block of ours without a [section] of its own, and would belong to our last profile.")
      continue
    }
    m = match(t, /[=:]/)
    if (!m) continue
    at = tolower(trim(substr(t, 1, m - 1))); key = at != ""
    if (at == "sso_session") used[trim(substr(t, m + 1))] = 1
  }
}
# Sections of lines that begin with [, into H[way, 1..N[way]] and T[way, header].
function section(way, h) { if (!((way, h) in T)) H[way, ++N[way]] = h; T[way, h] = "" }
function within(way, from, to,   i, h, s, t) {
  h = ""
  for (i = from + 1; i < to; i++) {
    s = L[i]
    if (substr(s, 1, 1) == "[") { h = ""; if (match(s, /.*\]/) && RLENGTH == length(s)) { h = substr(s, 2, length(s) - 2); section(way, h); T[way, h] = s "\n"; gap = ""; continue } }
    if (h == "") continue
    if (trim(s) == "") gap = gap s "\n"; else { T[way, h] = T[way, h] gap s "\n"; gap = "" }
  }
}
function fresh(   s, h, way, line) {
  while ((line = getline s < ENVIRON["SP_BODY"]) > 0) {
    if (s == "") continue
    if (s ~ /^\[sso-session [!-~]+\]$/ || s ~ /^\[profile [!-~]+\]$/) {
      h = substr(s, 2, length(s) - 2); way = h ~ /^profile / ? "profiles" : "fresh"
      if ((way, h) in T) refuse(0, "The set itself has [" h "] twice.")
      section(way, h); T[way, h] = s "\n"
    } else if (way != "" && s ~ /^( *[A-Za-z0-9_.]+ =)( [ -~]+)?$/) {
      T[way, h] = T[way, h] s "\n"
      if (way == "profiles" && s ~ /^sso_session = /) { used[substr(s, 15)] = 1; usedfresh = 1 }
    } else refuse(0, "What came is no profile set of Sallyport.")
  }
  if (line < 0) refuse(0, "What came cannot be read.")
}
function conflict(way,   i, h) {
  for (i = 1; i <= N[way]; i++) {
    h = H[way, i]
    if (h in seen) refuse(seen[h], "[" h "] stands here already, outside of this set. The same name twice makes the AWS CLI refuse the whole file: rename or remove yours, or call the set\047s another.")
  }
}
# The last line end is kept back: a file whose last line has none keeps it so.
function emit(s, end) { if (started) print held; print s; held = end; started = 1 }
function begin() { if (started && held == "") held = eol }
function lines(from, to,   i) {
  if (from > to) return
  begin()
  for (i = from; i <= to; i++) emit(L[i], i == n && open ? "" : CR[i] ? "\r\n" : "\n")
}
function texts(s,   i, all, k) {
  begin(); k = split(s, all, "\n")
  for (i = 1; i < k; i++) emit(all[i], eol)
}
function written(id, source, way,   i) {
  texts("# BEGIN SALLYPORT " id (source ~ /^[!-~]+$/ ? " " source : "") "\n# Written by Sallyport, and replaced as a whole: keep your own lines outside of BEGIN and END.\n")
  for (i = 1; i <= N[way]; i++) texts((i > 1 ? "\n" : "") T[way, H[way, i]])
  texts("# END SALLYPORT " id "\n")
}
function writeset() { if (!removing) written(id, ENVIRON["SP_SOURCE"], "profiles") }
function writesessions() { if (N["sessions"]) written("sessions", "", "sessions") }
function told(old, now,   i, h, name) {
  for (i = 1; i <= N[now]; i++) {
    h = H[now, i]; name = h; sub(/^profile /, "", name)
    if (!((old, h) in T)) print "  + " name "\n" > changes
    else if (T[old, h] != T[now, h]) print "  ~ " name "\n" > changes
  }
  for (i = 1; i <= N[old]; i++) {
    h = H[old, i]; name = h; sub(/^profile /, "", name)
    if (!((now, h) in T)) print "  - " name "\n" > changes
  }
}
{ n++; s = $0; if (s ~ /\r$/) { CR[n] = 1; s = substr(s, 1, length(s) - 1) } L[n] = s }
END {
  if (failed) exit 3
  ORS = ""; id = ENVIRON["SP_SET"]; removing = ENVIRON["SP_REMOVE"] == "1"; open = n && ENVIRON["SP_OPEN"] == "1"; changes = ENVIRON["SP_CHANGES"]
  if (open && CR[n]) refuse(n, "This line has a carriage return within it. Save the file with ordinary line ends.")
  eol = n && CR[1] && !(n == 1 && open) ? "\r\n" : "\n"
  for (i = 1; i <= n; i++) {
    check(L[i], i)
    if (tolower(L[i]) !~ /sallyport/) continue
    s = L[i]; way = ""
    if (s ~ /^# (BEGIN|END) SALLYPORT [a-z0-9-]+( .*)?$/) {
      split(s, part, " "); way = part[2]; name = part[4]
      if (length(name) > 32) way = ""
    }
    if (way == "") {
      gsub(/[\200-\377]/, " ", s)
      if (tolower(s) ~ /^[ \t\v\f]*[#;]+[ \t\v\f]*(begin|end)[ \t\v\f]*sallyport([^a-z0-9_]|$)/) refuse(i, "This line looks like one of Sallyport\047s marker lines, but was changed.")
    } else if (way == "BEGIN") {
      if (inside != "") refuse(i, "The block " name " begins before the block " inside " has ended.")
      if (name in first) refuse(i, "The block " name " stands here a second time.")
      inside = name; first[name] = i
    } else {
      if (inside != name) refuse(i, "The block " name " ends here, but its first line is missing.")
      last[name] = i; inside = ""
    }
  }
  if (inside != "") refuse(first[inside], "The block " inside " begins here, but its last line is missing.")

  a = id; b = "sessions"
  if (!(a in first)) { a = b; b = "" } else if (!(b in first)) b = ""
  else if (first[b] < first[a]) { a = b; b = id }
  if (!(a in first)) a = ""
  at = 1
  if (a != "") { outside(at, first[a] - 1); at = last[a] + 1 }
  if (b != "") { outside(at, first[b] - 1); at = last[b] + 1 }
  outside(at, n)
  if (!removing) { fresh(); conflict("fresh"); conflict("profiles") }

  if (id in first) within("before", first[id], last[id])
  if ("sessions" in first) within("old", first["sessions"], last["sessions"])
  for (i = 1; i <= N["old"]; i++) {
    h = H["old", i]; name = h; sub(/sso-session /, "", name)
    if (!(name in used)) continue
    section("sessions", h); T["sessions", h] = ("fresh", h) in T ? T["fresh", h] : T["old", h]
  }
  for (i = 1; i <= N["fresh"]; i++) {
    h = H["fresh", i]; name = h; sub(/sso-session /, "", name)
    if (!(name in used) || ("sessions", h) in T) continue
    section("sessions", h); T["sessions", h] = T["fresh", h]
  }

  at = 1
  if (a != "") { lines(at, first[a] - 1); if (a == id) { if (!("sessions" in first)) writesessions(); writeset() } else writesessions(); at = last[a] + 1 }
  if (b != "") { lines(at, first[b] - 1); if (b == id) writeset(); else writesessions(); at = last[b] + 1 }
  lines(at, n)
  if (!(id in first)) { if (!("sessions" in first)) writesessions(); writeset() }
  if (started && !open) print held
  told("old", "sessions"); told("before", "profiles")
}'

sp_say() { printf '%s\n' "sallyport: $1" >&2; }

sp_help() {
  cat <<'HELP'
Usage: sh sallyport-profiles.sh [option] SET...

Puts profile sets into ~/.aws/config (or $AWS_CONFIG_FILE), between marker lines; every other byte stays.
Reads the access token from ~/.config/sallyport/header, where pairing writes it; it holds one line:
    Authorization: Bearer spt_...

  --check      writes nothing; status 1 where a change is due
  --dry-run    writes nothing; shows the difference
  --remove     takes the sets out again
  --schedule   prints lines for cron, systemd and launchd that do it every hour
  --help       this

Status: 0 done or nothing to do, 1 a change is due (--check), 2 something is wrong and nothing was written.
HELP
}

sp_schedule() {
  sp_minute=$(($$ % 60))
  cat <<LINES
Save the program once:
    mkdir -p ~/.local/bin && curl -fsS -o ~/.local/bin/sallyport-profiles.sh $sp_portal/profiles.sh

cron (crontab -e):
    $sp_minute * * * * sh "\$HOME/.local/bin/sallyport-profiles.sh"$sp_sets

systemd (~/.config/systemd/user/sallyport-profiles.service and .timer, then systemctl --user enable --now sallyport-profiles.timer):
    [Service]
    Type=oneshot
    ExecStart=/bin/sh %h/.local/bin/sallyport-profiles.sh$sp_sets

    [Timer]
    OnCalendar=hourly
    RandomizedDelaySec=1h
    Persistent=true
    [Install]
    WantedBy=timers.target

launchd (~/Library/LaunchAgents/sallyport-profiles.plist, then launchctl load it):
    <?xml version="1.0" encoding="UTF-8"?>
    <plist version="1.0"><dict>
      <key>Label</key><string>sallyport-profiles</string>
      <key>ProgramArguments</key><array><string>/bin/sh</string><string>-c</string>
        <string>exec sh "\$HOME/.local/bin/sallyport-profiles.sh"$sp_sets</string></array>
      <key>StartInterval</key><integer>3600</integer>
    </dict></plist>
LINES
}

# What a killed run has left. Its number is its process.
sp_tidy() {
  for sp_left in "$sp_folder"/.sallyport-[0-9]*; do
    [ -d "$sp_left" ] || continue
    sp_process=$(expr "$sp_left" : '.*-\([0-9]*\)$') || continue
    kill -0 "$sp_process" 2>/dev/null || rm -rf "$sp_left"
  done
}

# The file itself, where ~/.aws/config is a link to it.
sp_find() {
  sp_file=${AWS_CONFIG_FILE:-$HOME/.aws/config}
  case $sp_file in /*) ;; *) sp_file=$(pwd)/$sp_file ;; esac
  sp_links=0
  while [ -L "$sp_file" ]; do
    sp_links=$((sp_links + 1))
    [ "$sp_links" -le 40 ] || { sp_say "$sp_file is a link that leads in a circle."; return 2; }
    sp_target=$(readlink "$sp_file") || return 2
    case $sp_target in /*) sp_file=$sp_target ;; *) sp_file=$(dirname "$sp_file")/$sp_target ;; esac
  done
  sp_folder=$(dirname "$sp_file")
  if [ -e "$sp_file" ] && [ ! -f "$sp_file" ]; then sp_say "$sp_file is no file."; return 2; fi
  mkdir -p "$sp_folder" || return 2
}

# The set as it is now, in $sp_work/body. What is known already is not sent again.
sp_fetch() {
  sp_kept=$sp_home/profiles/$1
  sp_etag=
  [ ! -f "$sp_kept" ] || sp_etag=$(sed -n 1p "$sp_kept")
  [ -f "$sp_home/header" ] || { sp_say "There is no $sp_home/header. Pair this machine: curl -fsS $sp_portal/pair | sh"; return 2; }
  # A token goes to whoever gave it, and to nobody else.
  if [ -f "$sp_home/portal" ] && [ "$(cat "$sp_home/portal")" != "$sp_portal" ]; then
    sp_say "The token in $sp_home is not of $sp_portal. Nothing was asked."
    return 2
  fi
  set -- "$1" --silent --show-error --connect-timeout 10 --max-time 60 --header "@$sp_home/header" \
    --dump-header "$sp_work/head" --output "$sp_work/body" --write-out '%{http_code}' --get --data-urlencode "home=$HOME"
  case $sp_etag in '"'*'"') set -- "$@" --header "If-None-Match: $sp_etag" ;; esac
  sp_set=$1
  shift
  : >"$sp_work/body"
  sp_status=$(curl "$@" "$sp_portal/api/v1/profiles/$sp_set") || { sp_say "$sp_portal did not answer. Nothing was written."; return 2; }
  case $sp_status in
    200) sp_etag=$(sed -n 's/^[Ee][Tt][Aa][Gg]: *\("[^"]*"\).*/\1/p' "$sp_work/head" | sed -n '$p') ;;
    304) sed 1d "$sp_kept" >"$sp_work/body"; return 0 ;;
    401) sp_say "The access token in $sp_home/header is not accepted. Make a new one: $sp_portal/tokens"; return 2 ;;
    404) sp_say "There is no set $sp_set for you. If you no longer need it: sh $0 --remove $sp_set"; return 2 ;;
    *) sp_say "$sp_portal answered $sp_status. Nothing was written; try again later."; return 2 ;;
  esac
  [ -n "$sp_etag" ] || { sp_say "What came from $sp_portal is no profile set. Nothing was written."; return 2; }
}

# Kept for the next time, once it is known to be a set.
sp_keep() {
  [ "$sp_status" = 200 ] || return 0
  mkdir -p "$sp_home/profiles" && { printf '%s\n' "$sp_etag"; cat "$sp_work/body"; } >"$sp_work/kept" && mv -f "$sp_work/kept" "$sp_kept"
}

# The new file, in $sp_work/new.
sp_merge() {
  SP_OPEN=0
  if [ -f "$sp_file" ]; then cp -p "$sp_file" "$sp_work/old" || return 2; else : >"$sp_work/old"; fi
  [ "$(wc -c <"$sp_work/old")" -le 5242880 ] || { sp_say "$sp_file is larger than 5 MB. Nothing that AWS's tools read is."; return 2; }
  tr -d '\000' <"$sp_work/old" | cmp -s - "$sp_work/old" || { sp_say "$sp_file is no text. Nothing was written."; return 2; }
  if [ -s "$sp_work/old" ] && [ "$(tail -c 1 "$sp_work/old" | od -An -to1 | tr -d ' \n')" != 012 ]; then SP_OPEN=1; fi
  SP_SET=$1 SP_SOURCE=$sp_portal SP_BODY=$sp_work/body SP_CHANGES=$sp_work/changes SP_REMOVE=$sp_remove
  export SP_OPEN SP_SET SP_SOURCE SP_BODY SP_CHANGES SP_REMOVE
  : >"$sp_work/changes"
  awk "$sp_program" <"$sp_work/old" >"$sp_work/text" 2>"$sp_work/why" || {
    sp_say "$sp_file was not changed. $(cat "$sp_work/why")"
    return 2
  }
}

# Old or new, whatever happens: the file is made beside the old one, with its mode, and takes its place in one step.
sp_write() {
  if [ -f "$sp_file" ]; then cp -p "$sp_work/old" "$sp_work/new" || return 2; else : >"$sp_work/new"; fi
  cat "$sp_work/text" >"$sp_work/new" || { sp_say "There is no room for the new file. Nothing was written."; return 2; }
  if [ -f "$sp_file" ]; then
    cmp -s "$sp_file" "$sp_work/old" || { sp_say "$sp_file changed meanwhile. Nothing was written; try again."; return 2; }
    cp -p "$sp_work/old" "$sp_work/backup" && mv -f "$sp_work/backup" "$sp_file.before-sallyport" || return 2
  fi
  mv -f "$sp_work/new" "$sp_file"
}

sp_one() {
  if [ "$sp_remove" = 1 ]; then sp_status=0; : >"$sp_work/body"; else sp_fetch "$1" || return 2; fi
  sp_merge "$1" || return 2
  [ "$sp_way" != write ] || [ "$sp_remove" = 1 ] || sp_keep || return 2
  if cmp -s "$sp_work/old" "$sp_work/text"; then return 0; fi
  case $sp_way in
    check) sp_say "$1: a change is due."; return 1 ;;
    dry-run) diff -u "$sp_work/old" "$sp_work/text" | sed "1s|.*|--- $sp_file|;2s|.*|+++ $sp_file, with $1|"; return 0 ;;
  esac
  sp_write || return 2
  [ "$sp_remove" != 1 ] || rm -f "$sp_home/profiles/$1"
  sp_say "$1: $sp_file has changed."
  cat "$sp_work/changes" >&2
}

sp_main() {
  # zsh splits words as other shells do only when asked to.
  if [ -n "${ZSH_VERSION-}" ]; then emulate sh; fi
  LC_ALL=C
  export LC_ALL
  umask 077
  [ -n "${HOME-}" ] || { sp_say 'HOME is not set.'; return 2; }
  sp_home=${XDG_CONFIG_HOME:-$HOME/.config}/sallyport
  sp_way=write sp_remove=0 sp_sets=
  while [ $# -gt 0 ]; do
    case $1 in
      --check) sp_way=check ;;
      --dry-run) sp_way=dry-run ;;
      --schedule) sp_way=schedule ;;
      --remove) sp_remove=1 ;;
      --help | -h) sp_help; return 0 ;;
      *[!a-z0-9-]* | -* | '' | sessions) sp_say "'$1' is no option and no set. --help says more."; return 2 ;;
      *) sp_sets="$sp_sets $1" ;;
    esac
    shift
  done
  [ -n "$sp_sets" ] || { sp_help >&2; return 2; }
  [ "$sp_way" != schedule ] || { sp_schedule; return 0; }
  sp_find || return 2
  sp_tidy
  sp_work=$sp_folder/.sallyport-$$
  mkdir "$sp_work" || return 2
  trap 'rm -rf "$sp_work"' EXIT
  trap 'exit 2' HUP INT TERM
  sp_worst=0
  for sp_each in $sp_sets; do
    sp_one "$sp_each"
    sp_result=$?
    [ "$sp_result" -le "$sp_worst" ] || sp_worst=$sp_result
  done
  return "$sp_worst"
}

sp_main "$@"
