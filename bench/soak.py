#!/usr/bin/env python3
"""A soak by hand: one host after the other on SQLite and LiteDB, a mix of look-ups and changes, and each minute
its memory, handles and threads.

    dotnet build src/Watchbill.Host -c Release && python3 bench/soak.py [minutes] [store...]

With GCDUMP naming the dotnet-gcdump tool, every ten minutes what is alive after a full collection is said, too: what is beside it is the
collector's to take."""
import http.client, json, os, re, shutil, signal, subprocess, sys, tempfile, time
from datetime import datetime, timedelta, timezone

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DLL = os.path.join(ROOT, 'src/Watchbill.Host/bin/Release/net10.0/Watchbill.Host.dll')
SECRET = 'a-secret-of-the-soak'
PORT = int(os.environ.get('PORT', 5092))


class Host:
    def __init__(self, provider):
        self.folder = tempfile.mkdtemp(prefix=f'watchbill-soak-{provider}-')
        env = {**os.environ, 'ASPNETCORE_ENVIRONMENT': 'Development', 'Urls': f'http://127.0.0.1:{PORT}', 'Storage__Provider': provider,
            'Storage__Path': os.path.join(self.folder, 'watchbill.db'), 'Api__Tokens__0__Name': 'soak', 'Api__Tokens__0__Secret': SECRET,
            'Api__Tokens__0__Scope': 'admin', 'Logging__LogLevel__Default': 'Warning'}
        self.process = subprocess.Popen(['dotnet', DLL], cwd=self.folder, env=env, stdout=open(self.folder + '/log', 'w'),
            stderr=subprocess.STDOUT)
        self.line = http.client.HTTPConnection('127.0.0.1', PORT, timeout=30)
        for _ in range(300):
            try:
                if self.call('GET', '/health/ready')[0] == 200: return
            except OSError: self.line.close()
            time.sleep(0.1)
        raise SystemExit('the host does not start: ' + self.folder)

    def call(self, method, path, body=None):
        self.line.request(method, path, None if body is None else json.dumps(body),
            {'Content-Type': 'application/json', 'Authorization': 'Bearer ' + SECRET})
        answer = self.line.getresponse()
        return answer.status, answer.read()

    def sample(self):
        status = dict(line.split(':', 1) for line in open(f'/proc/{self.process.pid}/status') if ':' in line)
        mb = lambda key: int(status[key].split()[0]) // 1024
        handles = len(os.listdir(f'/proc/{self.process.pid}/fd'))
        files = sum(os.path.getsize(os.path.join(self.folder, name)) for name in os.listdir(self.folder) if name.startswith('watchbill.db'))
        fields = open(f'/proc/{self.process.pid}/stat').read().rsplit(')', 1)[1].split()
        cpu = (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
        return (f'resident {mb("VmRSS")} MB (anonymous {mb("RssAnon")}), peak {mb("VmHWM")}, {handles} handles, '
                f'{status["Threads"].strip()} threads, files {files / 1e6:.1f} MB, {cpu:.0f} s of processor time')

    def alive(self):
        if not (tool := os.environ.get('GCDUMP')): return ''
        said = subprocess.run([tool, 'report', '-p', str(self.process.pid)], capture_output=True, text=True).stdout
        found = re.search(r'([\d,]+)\s+GC Heap bytes', said)
        return f'; alive after a full collection: {int(found[1].replace(",", "")) / 1e6:.1f} MB' if found else ''

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)


def work(host, turn):
    """One round: look-ups, an override that is taken back, now and then an alert that goes away again and an absence."""
    seen = []
    def ask(*what):
        status, body = host.call(*what)
        seen.append(status)
        return json.loads(body) if body[:1] == b'{' else {}

    rotation = ('payments', 'catalog', 'platform', 'sre-core')[turn % 4]
    ask('POST', '/chat', {'person': 'ana', 'text': f'now {rotation}'})
    ask('GET', f'/api/v1/oncall?rotation={rotation}')
    start = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=1 + turn % 40)
    span = {'start': f'{start:%Y-%m-%dT%H:%M:%SZ}', 'end': f'{start + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}'}
    person = {'payments': 'ben', 'catalog': 'cai', 'platform': 'gita', 'sre-core': 'lea'}[rotation]
    made = ask('POST', f'/api/v1/rotations/{rotation}/overrides', {'person': person, **span, 'reason': 'soak'})
    if 'id' in made: ask('DELETE', f'/api/v1/rotations/{rotation}/overrides/{made["id"]}')
    if turn % 10 == 0:
        alert = {'labels': {'alertname': 'HighErrorRate', 'service': 'checkout'},
                 'startsAt': f'{datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%SZ}'}
        ask('POST', '/api/v1/ingest/alertmanager', {'version': '4', 'status': 'firing', 'alerts': [{**alert, 'status': 'firing'}]})
        ask('POST', '/api/v1/ingest/alertmanager', {'version': '4', 'status': 'resolved', 'alerts': [
            {**alert, 'status': 'resolved', 'endsAt': f'{datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%SZ}'}]})
        away = ask('POST', '/api/v1/people/hugo/absences', span)
        if 'id' in away: ask('DELETE', f'/api/v1/people/hugo/absences/{away["id"]}')
    return seen


def main():
    words = sys.argv[1:]
    minutes = float(words.pop(0)) if words else 30
    for provider in words or ['sqlite', 'litedb']:
        host = Host(provider)
        try:
            begun, said, turn, answers = time.time(), 0, 0, {}
            while (past := (time.time() - begun) / 60) < minutes:
                if past >= said:
                    print(f'{provider} {said:2} min: {host.sample()}, {answers}{host.alive() if said % 10 == 0 else ""}', flush=True)
                    said += 1
                for status in work(host, turn): answers[status] = answers.get(status, 0) + 1
                turn += 1
                time.sleep(0.2)
            print(f'{provider} {said:2} min: {host.sample()}, {answers}{host.alive()}', flush=True)
            print(f'{provider} {said:2} min: {host.sample()}', flush=True)
        finally: host.stop()


if __name__ == '__main__': main()
