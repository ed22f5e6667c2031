#!/usr/bin/env python3
"""A large organisation, applied whole and with one change, and what the commands of one person cost in it.

    dotnet build src/Watchbill.Host -c Release && python3 bench/organization.py [rotations] [people]

Seconds are processor time of the host, so that whoever else uses the machine does not count; waits are wall-clock time."""
import json, os, shutil, subprocess, sys, tempfile, threading, time, urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DLL = os.path.join(ROOT, 'src/Watchbill.Host/bin/Release/net10.0/Watchbill.Host.dll')
SECRET = 'a-secret-of-the-bench'
TICK = os.sysconf('SC_CLK_TCK')


def organization(rotations, people):
    who = [f'p{i:05d}' for i in range(people)]
    teams = max(1, people // 10)
    return {
        'organization': 'Bench', 'timeZone': 'Europe/Lisbon',
        'people': [{'id': p, 'name': f'Person {p[1:]}', 'email': f'{p}@example.com', 'admin': p == who[0]} for p in who],
        'teams': [{'id': f't{i:04d}', 'lead': who[i * 10 % people], 'members': who[i * 10 % people:][:10]} for i in range(teams)],
        'rotations': [{
            'id': f'r{i:05d}', 'kind': 'team', 'team': f't{i % teams:04d}', 'turn': {'every': '1 week', 'from': '2026-01-05', 'at': '09:00'},
            'layers': [{'id': 'primary', 'members': [who[(i * 5 + k) % people] for k in range(5)]}],
        } for i in range(rotations)],
    }


class Host:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='watchbill-bench-')
        self.url = 'http://localhost:5091'
        self.env = {**os.environ, 'ASPNETCORE_ENVIRONMENT': 'Bench', 'Urls': self.url, 'LocalChat__Enabled': 'true',
            'Api__Tokens__0__Name': 'bench', 'Api__Tokens__0__Secret': SECRET, 'Api__Tokens__0__Scope': 'admin',
            # As the unit of docs/production.md has it.
            'Logging__LogLevel__Default': 'Warning', 'MALLOC_ARENA_MAX': '1'}
        self.log = open(os.path.join(self.folder, 'log'), 'w')
        self.process = subprocess.Popen(['dotnet', DLL], cwd=self.folder, env=self.env, stdout=self.log, stderr=self.log)
        for _ in range(300):
            try:
                if self.call('GET', '/health/live')[0] == 200: return
            except OSError: time.sleep(0.1)
        raise SystemExit('the host does not start: ' + self.folder)

    def call(self, method, path, body=None, token=True):
        """With a body as an object, or made into bytes before."""
        body = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        headers = {'Content-Type': 'application/json', **({'Authorization': 'Bearer ' + SECRET} if token else {})}
        request = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=300) as answer: return answer.status, answer.read()
        except urllib.error.HTTPError as refused: return refused.code, refused.read()

    def chat(self, person, text):
        status, body = self.call('POST', '/chat', {'person': person, 'text': text}, token=False)
        if status != 200: raise SystemExit(f'{text}: {status} {body[:300]}')
        return json.loads(body)['text']

    def cpu(self):
        fields = open(f'/proc/{self.process.pid}/stat').read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def settle(self):
        """Until jobs have looked at what was applied, and nothing uses the processor."""
        for _ in range(240):
            before = self.cpu()
            time.sleep(1)
            if self.cpu() - before < 0.05: return

    def resident(self):
        return next(int(line.split()[1]) for line in open(f'/proc/{self.process.pid}/status') if line.startswith('VmHWM')) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


def apply(host, org, name):
    waits, done = [], threading.Event()

    def ask():
        while not done.is_set():
            begun = time.time()
            host.call('GET', '/api/v1/oncall?rotation=r00001')
            waits.append(time.time() - begun)
            time.sleep(0.01)

    # Beforehand: while this script makes them, its other thread cannot ask.
    file = json.dumps(org).encode()
    # The first answer of a process is compiled, whatever else it does.
    host.call('GET', '/api/v1/oncall?rotation=r00001')
    asking = threading.Thread(target=ask)
    host.settle()
    cpu, begun = host.cpu(), time.time()
    asking.start()
    status, body = host.call('PUT', '/api/v1/organization?allowRetire=true', file)
    took, used = time.time() - begun, host.cpu() - cpu
    done.set()
    asking.join()
    if status != 200: raise SystemExit(f'{name}: {status} {body[:300]}')
    host.settle()
    print(f'{name}: {used:.2f} s of processor time, {took:.2f} s; a look-up meanwhile waits {max(waits) * 1000:.0f} ms at most; '
          f'with the jobs after it {host.cpu() - cpu:.2f} s; peak resident {host.resident():.0f} MB', flush=True)


def commands(host, person):
    costs = {}
    for name, text in (('me', 'me'), ('now', 'now'), ('override', 'override r00001 p00007 2026-12-28 9:00 to 2026-12-28 17:00')):
        for _ in range(30): host.chat(person, text)
        host.settle()
        times, cpu = 200, host.cpu()
        for _ in range(times): host.chat(person, text)
        costs[name] = (host.cpu() - cpu) / times * 1000
    return costs


def main():
    rotations, people = [int(word) for word in sys.argv[1:3]] if len(sys.argv) > 2 else (10_000, 5_000)
    found = {}
    for size, crowd in ((10, 50), (rotations, people)):
        host = Host()
        try:
            org = organization(size, crowd)
            print(f'{size} rotations, {crowd} people, {len(json.dumps(org)) / 1e6:.1f} MB', flush=True)
            apply(host, org, 'whole')
            org['rotations'][0]['layers'][0]['members'].reverse()
            apply(host, org, 'one change')
            found[size] = commands(host, 'p00000')
        finally: host.stop()
    for name in found[10]:
        print(f'{name}: {found[rotations][name]:.2f} ms with {rotations} rotations, {found[10][name]:.2f} ms with 10: '
              f'{found[rotations][name] / found[10][name]:.1f} x')


if __name__ == '__main__': main()
