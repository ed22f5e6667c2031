using System.Diagnostics;
using System.Net.Http.Json;
using Watchbill.Fixtures;

namespace Watchbill.LocalChat;

/// <summary>What is offered while somebody types into the local chat, with the sample organisation and one incident of checkout.</summary>
public sealed class CompletionTests
{
    private const string Script = """
        const [url, ...lines] = process.argv.slice(1);
        const page = await (await fetch(url)).text();
        const facts = JSON.parse(/<script id="facts" type="application\/json">(.*?)<\/script>/.exec(page)[1]);
        const code = await (await fetch(new URL('/chat/complete.js', url))).text();
        const { complete } = await import('data:text/javascript,' + encodeURIComponent(code));
        for (const line of lines) console.log(complete(line, facts).map(one => one.text ?? one.label).join('|'));
        """;

    /// <summary>What is typed, and what is among the offers; after a minus, what is not.</summary>
    private static readonly (string Typed, string Offers)[] Lines =
    [
        ("page ch", "page checkout "),
        ("page be", "page ben "),
        ("advise che", "advise checkout "),
        ("now che", "now checkout "),
        ("next che", "next checkout"),
        ("ack che", "ack checkout|ack checkout-1"),
        ("incident resolve che", "incident resolve checkout-1 "),
        ("budget status checkout slo av", "budget status checkout slo availability "),
        ("budget gate che", "budget gate checkout "),
        ("now ", "now at "),
        ("now payments at ", "now payments at fri 18:00"),
        ("now payments tom", "now payments at tomorrow 9:00"),
        ("tom", "tomorrow 9:00"),
        ("away tom", "away tomorrow 9-17"),
        ("swap payments ", "swap payments fri 18:00 "),
        ("swap payments fri with ben for ", "swap payments fri with ben for fri 18:00 "),
        ("snooze checkout-1 ", "snooze checkout-1 30 min"),
        ("incident update checkout-1 start ", "incident update checkout-1 start 20 min ago |-incident update checkout-1 start in 2 hours "),
        ("schedule payments ", "schedule payments next week"),
        ("pay me ", "pay me last month|-pay me next week"),
        ("training career ben sre with an", "training career ben sre with ana"),
        ("create pay", "-create payments "),
    ];

    [Fact]
    public async Task Names_and_times_are_offered_wherever_they_are_understood()
    {
        Needs.Met(Needs.OnPath("node") is not null, "Node is not installed, which runs the page's script here.");
        await using var host = new Host();
        await host.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        using var declared = await client.PostAsJsonAsync(new Uri(host.Url, "/chat"),
            new { person = "ana", text = "incident declare checkout cards fail sev3" }, TestContext.Current.CancellationToken);
        Assert.True(declared.IsSuccessStatusCode);

        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "--input-type=module", "-e", Script, $"{host.Url}" }.Concat(Lines.Select(line => line.Typed)))
            start.ArgumentList.Add(argument);
        using var node = Process.Start(start)!;
        var printed = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        var offered = printed.Split('\n', StringSplitOptions.None).Select(line => line.Split('|')).ToList();
        Assert.All(Lines.Select((line, i) => (line, i)), one => Assert.All(one.line.Offers.Split('|'), offer =>
        {
            if (offer is ['-', .. var missing]) Assert.DoesNotContain(missing, offered[one.i]);
            else Assert.Contains(offer, offered[one.i]);
        }));
    }
}
