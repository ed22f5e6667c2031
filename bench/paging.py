#!/usr/bin/env python3
"""How soon a page is on the wire, and what a storm of alerts does: a host on SQLite, a webhook of each responder, and a server that hears them.

    dotnet build src/Watchbill.Host -c Release && python3 bench/paging.py [seconds] [alerts]

First 50 alerts a second over 1,000 services for so many seconds: from the answer of the ingest to the first page. Then steps that fall due.
Then so many alerts at once over 5,000 other services, so that 50 incidents call each responder."""
import http.client, json, os, re, shutil, signal, subprocess, sys, tempfile, threading, time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DLL = os.environ.get('DLL', os.path.join(ROOT, 'src/Watchbill.Host/bin/Release/net10.0/Watchbill.Host.dll'))
SECRET = 'a-secret-of-the-bench'
PORT = int(os.environ.get('PORT', 5093))
TEAMS, SERVICES, FRESH = 100, 1000, 5000
heard, codes = [], {}


class Ear(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
        if body.get('code'): codes[body['person']] = body['code']
        else: heard.append((time.time(), body))
        self.send_response(200)
        self.send_header('Content-Length', '0')
        self.end_headers()

    def log_message(self, *_): pass


class Server(ThreadingHTTPServer):
    daemon_threads, request_queue_size = True, 512


def call(line, method, path, body=None):
    line.request(method, path, None if body is None else json.dumps(body),
        {'Content-Type': 'application/json', 'Authorization': 'Bearer ' + SECRET})
    answer = line.getresponse()
    return answer.status, answer.read()


def line(): return http.client.HTTPConnection('127.0.0.1', PORT, timeout=120)


def alert(name, service, i):
    return {'status': 'firing', 'labels': {'alertname': name, 'service': service, 'severity': 'critical'}, 'annotations': {'summary': name},
        'startsAt': datetime.now(timezone.utc).isoformat(), 'endsAt': '0001-01-01T00:00:00Z', 'fingerprint': f'{i:016x}'}


def ingest(link, alerts):
    status, text = call(link, 'POST', '/api/v1/ingest/alertmanager',
        {'version': '4', 'status': 'firing', 'receiver': 'w', 'groupKey': 'g', 'alerts': alerts})
    if status != 200: raise SystemExit(f'{status} {text[:300]}')
    return time.time()


def moment(text): return datetime.fromisoformat(text.replace('Z', '+00:00')).timestamp()


def at(values, share): return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def told(name, values):
    if not values: return
    print(f'{name}: {len(values)}; p50 {at(values, 0.5) * 1000:.0f} ms, p99 {at(values, 0.99) * 1000:.0f} ms, last {max(values) * 1000:.0f} ms', flush=True)


def main():
    seconds, storm = int(sys.argv[1]) if len(sys.argv) > 1 else 20, int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    ears = Server(('127.0.0.1', 0), Ear)
    threading.Thread(target=ears.serve_forever, daemon=True).start()
    url = f'http://127.0.0.1:{ears.server_address[1]}'
    people = [f'{level}{team:03d}' for team in range(TEAMS) for level in ('a', 'b')]
    turn = {'every': '1 week', 'from': '2026-01-05', 'at': '09:00'}
    organization = {'organization': 'Bench', 'timeZone': 'Etc/UTC', 'people': [{'id': p, 'name': p} for p in people],
        'teams': [{'id': f't{i:03d}', 'lead': f'b{i:03d}', 'members': [f'a{i:03d}', f'b{i:03d}']} for i in range(TEAMS)],
        'services': [{'id': f's{i:04d}', 'team': f't{i % TEAMS:03d}'} for i in range(SERVICES + FRESH)],
        'rotations': [{'id': f'r{i:03d}', 'kind': 'team', 'team': f't{i:03d}', 'turn': turn,
            'layers': [{'id': 'primary', 'members': [f'a{i:03d}']}, {'id': 'secondary', 'members': [f'b{i:03d}']}],
            'escalation': [{'to': 'primary', 'after': '0s'}, {'to': 'secondary', 'after': '20s'}]} for i in range(TEAMS)]}
    folder = tempfile.mkdtemp(prefix='watchbill-paging-')
    env = {**os.environ, 'ASPNETCORE_ENVIRONMENT': 'Bench', 'Urls': f'http://127.0.0.1:{PORT}', 'LocalChat__Enabled': 'true',
        'Storage__Path': folder + '/watchbill.db', 'Api__Tokens__0__Name': 'bench', 'Api__Tokens__0__Secret': SECRET,
        'Api__Tokens__0__Scope': 'admin, ingest', 'Api__Tokens__0__PerMinute': '1000000', 'Logging__LogLevel__Default': 'Warning',
        'Contacts__Webhook__Secret': 'a-secret-of-the-webhooks', 'Contacts__Webhook__AllowPrivateAddresses': 'true'}
    host = subprocess.Popen(['dotnet', DLL], cwd=folder, env=env, stdout=open(folder + '/log', 'w'), stderr=subprocess.STDOUT)
    try:
        run(host, url, organization, people, seconds, storm)
    finally:
        host.send_signal(signal.SIGTERM)
        host.wait(60)
        print(f'load {os.getloadavg()[0]:.1f}')
        log = [said for said in open(folder + '/log') if 'fail' in said or 'could not' in said]
        if log: print('log:', len(log), log[0].strip())
        shutil.rmtree(folder, ignore_errors=True)


def run(host, url, organization, people, seconds, storm):
    link = line()
    for _ in range(300):
        try:
            if call(link, 'GET', '/health/ready')[0] == 200: break
        except OSError: link.close()
        time.sleep(0.1)
    status, text = call(link, 'PUT', '/api/v1/organization', organization)
    if status >= 300: raise SystemExit(f'{status} {text[:500]}')

    def say(link, person, text): return json.loads(call(link, 'POST', '/chat', {'person': person, 'text': text})[1]).get('text', '')

    for person in people:
        said = say(link, person, f'contact add webhook {url}/{person}')
        for _ in range(1000):
            if person in codes: break
            time.sleep(0.01)
        else: raise SystemExit(f'{person} got no code: {said}')
        say(link, person, f'contact verify {codes[person]}')
        say(link, person, 'contact rules high webhook 0m')

    def cpu():
        fields = open(f'/proc/{host.pid}/stat').read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def latency():
        accepted, before = {}, len(heard)
        begun = time.time()
        lines = [line() for _ in range(8)]
        def send(i):
            time.sleep(max(0, begun + i / 50 - time.time()))
            accepted[f's{i % SERVICES:04d}'] = ingest(lines[i % 8], [alert('HighErrorRate', f's{i % SERVICES:04d}', i)])
        with ThreadPoolExecutor(8) as pool:
            def lane(n):
                for i in range(n, min(SERVICES, 50 * seconds), 8): send(i)
            list(pool.map(lane, range(8)))
        time.sleep(3)
        first = {}
        for when, body in heard[before:]:
            service = (body.get('page') or '').rsplit('-', 1)[0]
            if body.get('step') == 1: first.setdefault(service, when)
        waits = {s: max(0, first[s] - t) for s, t in accepted.items() if s in first}
        told('first page after the answer of the ingest', list(waits.values()))
        told('   without those of the first five seconds', [w for s, w in waits.items() if accepted[s] > begun + 5])
        print(f'   {len(accepted)} incidents, {len(accepted) - len(first)} not paged by a message of their own')
        return accepted

    accepted = latency()
    time.sleep(22)
    _, text = call(link, 'GET', '/api/v1/pages')
    late = []
    for row in json.loads(text)[:200]:
        course = json.loads(call(link, 'GET', '/api/v1/pages/' + row['id'])[1])
        due = moment(row['openedAt']) + 20
        found = [when for when, body in heard if body.get('page') == row['id'] and body.get('step') == 2]
        if found: late.append(found[0] - due)
    if late: told('the second step after it was due', late)

    before, used, begun = len(heard), cpu(), time.time()
    per = max(1, storm // 100)
    def post(n): ingest(line(), [alert(f'Storm{n}x{k}', f's{SERVICES + (n * per + k) % FRESH:04d}', 1 << 40 | n * per + k) for k in range(per)])
    with ThreadPoolExecutor(4) as pool: list(pool.map(post, range(storm // per)))
    taken = time.time() - begun
    # Whoever was sent a list gets the next one a minute later, and all that waits stands on it.
    time.sleep(taken + 90)
    each = {}
    for _, body in heard[before:]: each[body['person']] = each.get(body['person'], 0) + 1
    left = lost = 0
    steps = []
    busy = cpu() - used
    for row in json.loads(call(link, 'GET', '/api/v1/pages')[1]):
        if int(row['service'][1:]) < SERVICES: continue
        course = json.loads(call(link, 'GET', '/api/v1/pages/' + row['id'])[1])
        attempts = course['attempts']
        steps += [moment(step['at']) - begun for step in course['steps'] if step.get('at')][:1]
        left, lost = left + 1, lost + (not any(one['outcome'] in ('accepted', 'delivered') for one in attempts))
    print(f'{left} incidents of the storm call somebody, {lost} of them by no message and on no list')
    told('first step taken after the storm began', steps)
    print(f'   {left - len(steps)} have none')
    status = dict(said.split(':', 1) for said in open(f'/proc/{host.pid}/status') if ':' in said)
    print(f'{storm} alerts taken in {taken:.1f} s; {len(heard) - before} messages by webhook to {len(each)} people, {max(each.values(), default=0)} at most; '
        f'{busy:.0f} s of processor time within {time.time() - begun:.0f} s; resident {int(status["VmRSS"].split()[0]) // 1024} MB, '
        f'peak {int(status["VmHWM"].split()[0]) // 1024} MB', flush=True)



main()
