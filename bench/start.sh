#!/usr/bin/env bash
# How long the host takes from its start to ready, ten times each: with nothing stored, and with 10,000 rotations; and how much memory it has
# taken at most by then. Needs curl and python3.
set -euo pipefail
cd "$(dirname "$0")/.."
url="http://127.0.0.1:${PORT:-5089}"
folder=$(mktemp -d)
trap 'kill "$pid" 2>/dev/null || true; rm -rf "$folder"' EXIT
dotnet publish src/Watchbill.Host -c Release --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -o "$folder/app" --nologo -v q
cd "$folder"
export ASPNETCORE_ENVIRONMENT=Development Urls=$url Api__Tokens__0__Name=bench Api__Tokens__0__Secret=bench-0123456789abcdef Api__Tokens__0__Scope=admin
pid=

now() { date +%s%N; }

begin() { # begin <database>: starts the host; answers in $took how long it needed
  local from; from=$(now)
  Storage__Path="$folder/$1" app/Watchbill.Host >out.txt 2>err.txt & pid=$!
  until [ "$(curl -s -o /dev/null -w '%{http_code}' "$url/health/ready")" = 200 ]; do
    kill -0 "$pid" || { cat err.txt >&2; exit 1; }
    sleep 0.01
  done
  took=$((($(now) - from) / 1000000)) memory=$(($(awk '/VmHWM/ {print $2}' "/proc/$pid/status") / 1024))
}

end() { kill "$pid"; wait "$pid" || true; }

measure() { # measure <label> <database>, or no database for a new one each time
  local all=()
  for i in 1 2 3 4 5 6 7 8 9 10; do begin "${2:-new-$i.db}"; end; all+=("$took"); done
  printf '%s\n' "${all[@]}" | sort -n | python3 -c "import sys; all = [int(line) for line in sys.stdin]; print('$1: median %d ms, worst %d ms, %d MB' % ((all[4] + all[5]) // 2, all[9], $memory))"
}

measure "empty (with the sample applied)"

# Applied once; what is measured is a start with all of it stored. Compact, because a file may have one megabyte.
python3 - >large.yaml <<'YAML'
print("people: [{id: a,name: A,admin: true}]\nteams: [{id: t,lead: a,members: [a]}]\nrotations:")
for n in range(10000):
    print("- {id: r%d,kind: team,team: t,turn: {every: 1 week,from: 2026-01-05},layers: [{id: p,members: [a]}]}" % n)
YAML
begin large.db
curl -sS --fail-with-body -o answer.json -X PUT -H "Authorization: Bearer bench-0123456789abcdef" --data-binary @large.yaml "$url/api/v1/organization"
# Recorded and noted by now, or at the next start.
sleep 5
end
measure "10,000 rotations" large.db
