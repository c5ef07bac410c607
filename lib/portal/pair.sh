#!/bin/sh
# Pairs this machine with Sallyport at @PORTAL_URL@
#
#   curl -fsS @PORTAL_URL@/pair | sh
#   curl -fsS @PORTAL_URL@/pair | sh -s -- --grant 123456789012/ReadOnly
#   curl -fsS @PORTAL_URL@/pair | sh -s -- --remove
#   curl -fsS @PORTAL_URL@/pair | sh -s -- --help
#
# It shows a short code, waits until a person has entered it on their own page, and keeps the access token that comes
# of it. It asks that one address, through curl, and writes into one folder: $XDG_CONFIG_HOME/sallyport, or else
# $HOME/.config/sallyport. The token is never shown, and never stands in a command line.
#
# All of it is one function, called on the last line: half a download does nothing.

sallyport_pair() {
  # zsh splits words and runs traps as other shells do only when asked to.
  if [ -n "${ZSH_VERSION-}" ]; then emulate sh; fi
  set -eu
  umask 077
  LC_ALL=C
  export LC_ALL
  portal='@PORTAL_URL@'

  # To the person, also where this script's output goes elsewhere.
  if (: >/dev/tty) 2>/dev/null; then exec 3>/dev/tty; else exec 3>&2; fi
  say() { printf '%s\n' "$@" >&3; }
  fail() {
    say "sallyport: $1"
    exit "${2-1}"
  }

  show_help() {
    say "Pairs this machine with Sallyport at $portal" \
      '' \
      'Usage: curl -fsS '"$portal"'/pair | sh -s -- [OPTIONS]' \
      '' \
      '  --grant ACCOUNT/ROLE  suggest a role on the page; may be given several times' \
      '  --name NAME           call the machine so; otherwise what `uname -n` says' \
      '  --remove              revoke the token at the portal and delete its files' \
      '  --help                this text'
  }

  # ---- what is wanted ------------------------------------------------------------------------------------------------

  action=pair
  wanted=
  name=
  while [ "$#" -gt 0 ]; do
    case $1 in
      --grant | --name)
        [ "$#" -ge 2 ] || fail "$1 needs a value. See --help." 2
        if [ "$1" = --name ]; then name=$2; else wanted="$wanted $2"; fi
        shift
        ;;
      --remove) action=remove ;;
      --help | -h) action=help ;;
      *) fail "$1 is no option of this script. See --help." 2 ;;
    esac
    shift
  done
  if [ "$action" = help ]; then
    show_help
    return 0
  fi

  # ---- where it is kept ----------------------------------------------------------------------------------------------

  if [ -n "${XDG_CONFIG_HOME-}" ]; then
    config=$XDG_CONFIG_HOME
  elif [ -n "${HOME-}" ]; then
    config=$HOME/.config
  else
    fail 'HOME is not set, so there is no place to keep a token. Set HOME or XDG_CONFIG_HOME, and run this again.'
  fi
  case $config in
    *[\'\"\`\$\\]* | *'
'*) fail "The folder $config has a character in its name that settings of AWS cannot carry. Set XDG_CONFIG_HOME to another." ;;
    /*) ;;
    *) fail "The folder $config does not begin with a slash. Set XDG_CONFIG_HOME to a whole path." ;;
  esac
  folder=$config/sallyport
  curl=$(command -v curl) ||
    fail "curl is not installed, and this script needs it. Install it, or make a token yourself at $portal/tokens"

  # ---- asking the portal ---------------------------------------------------------------------------------------------

  # Leaves the answer in $work/answer, its HTTP status in $status_code (000: none came), and curl's own in $curl_code.
  # Nothing secret is among the arguments, which everybody on this machine may read.
  ask() {
    door=$1
    shift
    : >"$work/answer"
    curl_code=0
    status_code=$(
      curl -g -sS --connect-timeout 10 --max-time 30 -o "$work/answer" -w '%{http_code}' "$@" "$portal$door" \
        2>"$work/trouble"
    ) || curl_code=$?
    if [ "$curl_code" -ne 0 ]; then status_code=000; fi
  }

  # A text or a number of the answer, which is one line of flat JSON and escapes nothing that we read.
  text_of() { sed -n 's/.*"'"$1"'":"\([^"\\]*\)".*/\1/p' "$work/answer"; }
  number_of() { sed -n 's/.*"'"$1"'":\([0-9][0-9]*\).*/\1/p' "$work/answer"; }

  # ---- taking it back ------------------------------------------------------------------------------------------------

  if [ "$action" = remove ]; then
    if [ ! -f "$folder/header" ]; then
      say "There is no token in $folder. Nothing is to be removed."
      return 0
    fi
    # A token goes to whoever gave it, and to nobody else.
    if [ "$(cat "$folder/portal" 2>/dev/null)" != "$portal" ]; then
      fail "The token in $folder is not of $portal. Nothing was removed: use the command of the portal that it is of."
    fi
    status_code=$(
      sed -e 's/["\\]/\\&/g' -e 's/.*/header = "&"/' "$folder/header" |
        curl -g -sS --connect-timeout 10 --max-time 30 -o /dev/null -w '%{http_code}' -K - \
          -H 'content-type: application/json' -d '{}' "$portal/api/v1/access-token/revoke" 2>/dev/null
    ) || status_code=000
    case $status_code in
      2??) said='The token is revoked' ;;
      401) said='The token was no longer good' ;;
      *) fail "Sallyport did not revoke the token (HTTP $status_code), so nothing was removed. Try again; or revoke it at $portal/tokens and delete $folder yourself." ;;
    esac
    rm -f "$folder/token" "$folder/header" "$folder/portal" || fail "$said, but its files in $folder could not be deleted."
    rmdir "$folder" 2>/dev/null || :
    say "$said, and its files are deleted."
    return 0
  fi

  # ---- a code --------------------------------------------------------------------------------------------------------

  no_room="The folder $folder cannot be written to. Make room or set XDG_CONFIG_HOME, and run this again."
  mkdir -p "$folder" 2>/dev/null && chmod 700 "$folder" 2>/dev/null || fail "$no_room"
  work=$folder/.pairing.$$
  mkdir "$work" 2>/dev/null || fail "$no_room"
  trap 'rm -rf "$work"' EXIT
  trap 'say "" "Stopped. Nothing was kept."; exit 129' HUP
  trap 'say "" "Stopped. Nothing was kept."; exit 130' INT
  trap 'say "" "Stopped. Nothing was kept."; exit 143' TERM
  # A full disk is found out now, and not when there is a token to lose.
  { printf '%8192s' x >"$work/room"; } 2>/dev/null || fail "$no_room"

  if [ -z "$name" ]; then name=$(uname -n) || name=; fi
  ask /api/v1/pairing --data-urlencode "machine=$name" --data-urlencode "scope=$wanted"
  case $status_code in
    200) ;;
    000) fail "$portal did not answer ($(head -n 1 "$work/trouble")). Check the network, and run this again." ;;
    429) fail 'Too many machines ask from this address. Wait a few minutes, and run this again.' ;;
    *) fail "Sallyport did not begin a pairing (HTTP $status_code): $(text_of error_description)" ;;
  esac
  user_code=$(text_of user_code)
  page=$(text_of verification_uri)
  seconds=$(number_of expires_in)
  interval=$(number_of interval)
  sed -n 's/.*"device_code":"\([A-Za-z0-9_-]*\)".*/grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code\&device_code=\1/p' \
    "$work/answer" >"$work/fields"
  if [ -z "$user_code" ] || [ -z "$seconds" ] || [ -z "$interval" ] || [ ! -s "$work/fields" ]; then
    fail "$portal gave an answer that is not Sallyport's. Is the address right?"
  fi

  say '' \
    "  Open   $page" \
    "  Enter  $user_code" \
    '' \
    'in your own browser, and allow there what this machine may have.' \
    "The code is good for $((seconds / 60)) minutes. Waiting ..."

  # ---- the wait ------------------------------------------------------------------------------------------------------

  silence=no
  deadline=$(($(date +%s) + seconds + 60))
  while :; do
    sleep "$interval"
    ask /api/v1/pairing/token --data "@$work/fields"
    # 23: what came could not be written down.
    if [ "$curl_code" -eq 23 ]; then
      fail "The answer could not be written to $folder. If you have allowed this machine, revoke its token at $portal/tokens; make room, and run this again."
    fi
    case $status_code in
      200) break ;;
      400)
        case $(text_of error) in
          authorization_pending) ;;
          slow_down) interval=$((interval + 5)) ;;
          access_denied)
            fail 'It was not allowed: somebody refused it on the page, or whoever allowed it is no longer signed in. Nothing was kept.'
            ;;
          expired_token)
            if [ "$silence" = yes ]; then
              say "Some answers did not arrive. If you have allowed this machine, revoke its token at $portal/tokens"
            fi
            fail 'The code is no longer good. Nothing was kept. Run this again for a new one.'
            ;;
          *) fail "Sallyport did not go on: $(text_of error_description)" ;;
        esac
        ;;
      000 | 429 | 5??)
        if [ "$silence" = no ]; then say 'Sallyport does not answer just now. Trying on ...'; fi
        silence=yes
        ;;
      *) fail "Sallyport did not go on (HTTP $status_code). Nothing was kept." ;;
    esac
    [ "$(date +%s)" -lt "$deadline" ] ||
      fail 'Sallyport did not answer until the code was over. Nothing was kept. Run this again for a new one.'
  done

  # ---- the token -----------------------------------------------------------------------------------------------------

  lost="The token came, but could not be written to $folder. Revoke it at $portal/tokens, make room, and run this again."
  replaces=no
  if [ -f "$folder/token" ]; then replaces=yes; fi
  {
    # Without a line's end: it would become part of the header that AWS's libraries send.
    sed -n 's/.*"access_token":"\([A-Za-z0-9_.~+=-]*\)".*/\1/p' "$work/answer" | tr -d '\n' >"$work/token" &&
      [ -s "$work/token" ] &&
      sed 's/.*/Authorization: &/' "$work/token" | tr -d '\n' >"$work/header" &&
      echo >>"$work/header" &&
      printf '%s\n' "$portal" >"$work/portal" &&
      mv -f "$work/portal" "$work/header" "$work/token" "$folder/"
  } 2>/dev/null || fail "$lost"

  say '' "Paired, for $(text_of user)." "The token is in $folder/token, until $(text_of expires_at)."
  if [ "$replaces" = yes ]; then
    say "It replaces the one that was there, which stays good until it expires or you revoke it: $portal/tokens"
  fi

  # ---- how to use it -------------------------------------------------------------------------------------------------

  scope=$(text_of scope)
  more=$(number_of more)
  first=yes
  for grant in ${scope:-INSTANCE/ACCOUNT/ROLE}; do
    account_role=${grant#*/}
    if [ "$first" = yes ]; then
      printf '%s\n' '' '# For programs with an SDK of AWS:' \
        "export AWS_CONTAINER_CREDENTIALS_FULL_URI='$portal/api/v1/container/$grant'" \
        "export AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE='$folder/token'" \
        '' '# Or in ~/.aws/config, for any AWS CLI, with curl 7.55 or newer:'
    fi
    first=no
    printf '%s\n' "[profile ${account_role#*/}-${account_role%%/*}]" \
      "credential_process = $curl --disable --silent --show-error --fail --max-time 30 --header \"@$folder/header\" $portal/api/v1/process/$grant"
  done
  if [ -z "$scope" ]; then
    printf '%s\n' "# With the instance, account and role of your choice: all that you see at $portal"
  elif [ "${more:-0}" -gt 0 ]; then
    printf '%s\n' "# And $more more, named at $portal/tokens"
  fi
}

{ sallyport_pair "$@"; }
