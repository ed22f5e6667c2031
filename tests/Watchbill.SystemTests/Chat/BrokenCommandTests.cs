using Watchbill.Fixtures;

namespace Watchbill.Chat;

/// <summary>Commands as tired people get them wrong: each is answered with a sentence that says what to do, and does nothing.</summary>
public sealed class BrokenCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Each_is_answered_in_words_and_nothing_is_changed()
    {
        await using var host = new Host();
        await host.StartAsync(Ct);
        var before = await AuditAsync(host);
        foreach (var (command, answer) in Read())
        {
            var said = await host.SayAsync("ana", command, Ct);
            Assert.Equal((command, answer), (command, said.Text));
            Assert.DoesNotContain(said.Reply.Actions, button => button.Action == "confirm");
        }

        Assert.Equal(before, await AuditAsync(host));
    }

    private static async Task<int> AuditAsync(Host host) => (await host.ReadAsync<IReadOnlyList<object>>("/api/v1/audit", Ct)).Count;

    private static IEnumerable<(string Command, string Answer)> Read() =>
        from block in File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases/broken-commands.txt"))
            .Split("\n> ", StringSplitOptions.RemoveEmptyEntries)
        let lines = block.TrimStart('>', ' ').TrimEnd().Split('\n', 2)
        select (lines[0], lines[1]);
}
