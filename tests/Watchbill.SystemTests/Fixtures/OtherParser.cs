using System.Diagnostics;
using System.Text.Json;

namespace Watchbill.Fixtures;

/// <summary>Reads calendars with Debian's python3-icalendar: a reader that shares nothing with who wrote them.</summary>
public static class OtherParser
{
    private const string Python = "/usr/bin/python3";

    private const string Script =
        """
        import json, sys
        from icalendar import Calendar
        calendar = Calendar.from_ical(sys.stdin.buffer.read())
        def text(event, name): return str(event.get(name))
        def moment(event, name):
            at = event.decoded(name)
            return at.strftime('%Y-%m-%dT%H:%M:%SZ') if at.utcoffset().total_seconds() == 0 else 'not UTC'
        print(json.dumps([{
            'uid': text(e, 'UID'), 'summary': text(e, 'SUMMARY'), 'description': text(e, 'DESCRIPTION'), 'status': text(e, 'STATUS'),
            'sequence': int(e.get('SEQUENCE')), 'start': moment(e, 'DTSTART'), 'end': moment(e, 'DTEND'),
            'errors': [str(error) for error in e.errors]} for e in calendar.walk('VEVENT')]))
        """;

    /// <summary>
    /// The events as the parser understands them. Skips the test, saying why, where it is not installed; on CI that is a failure.
    /// </summary>
    public static async Task<IReadOnlyList<ParsedEvent>> EventsOrSkipAsync(byte[] calendar, CancellationToken ct)
    {
        if (!File.Exists(Python) || (await RunAsync("import icalendar", [], ct)).Code != 0)
        {
            const string Reason = "python3-icalendar is not installed; the feed was not read by another parser.";
            TestContext.Current.SendDiagnosticMessage(Reason);
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Reason);
            Assert.Skip(Reason);
        }

        var (code, output, error) = await RunAsync(Script, calendar, ct);
        Assert.True(code == 0, error);
        return JsonSerializer.Deserialize<List<ParsedEvent>>(output, JsonSerializerOptions.Web)!;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string script, byte[] input, CancellationToken ct)
    {
        using var python =
            Process.Start(
                new ProcessStartInfo(Python, ["-c", script])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
        await python.StandardInput.BaseStream.WriteAsync(input, ct);
        python.StandardInput.Close();
        var (output, error) = (python.StandardOutput.ReadToEndAsync(ct), python.StandardError.ReadToEndAsync(ct));
        await python.WaitForExitAsync(ct);
        return (python.ExitCode, await output, await error);
    }
}

/// <summary>An event as the other parser reads it.</summary>
public sealed record ParsedEvent(string Uid, string Summary, string Description, string Status, int Sequence, string Start, string End)
{
    public IReadOnlyList<string> Errors { get; init; } = [];
}
