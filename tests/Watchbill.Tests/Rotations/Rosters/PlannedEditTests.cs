using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>An edit of a rotation for which another one is planned already.</summary>
public sealed class PlannedEditTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Dot comes on 1 February. What is changed before keeps that, and what is planned of another part stays, too.</summary>
    [Fact]
    public async Task An_edit_leaves_what_is_planned_of_the_parts_that_it_does_not_name()
    {
        var bot = await MadeAsync();
        await bot.ConfirmAsync("dot", "edit nights members ana,ben,dot effective 2027-02-01 20:00");
        Assert.StartsWith("nights changed: coverage always → Mon-Fri 18:00-08:00 from Mon 14 Dec 20:00.",
            await bot.ConfirmAsync("dot", "edit nights coverage \"Mon-Fri 18:00-08:00\" effective 2026-12-14 20:00"),
            StringComparison.Ordinal);
        Assert.Equal("ana ben cai always; 2026-12-14 ana ben cai Mon-Fri 18:00-08:00; 2027-02-01 ana ben dot Mon-Fri 18:00-08:00",
            await VersionsAsync());

        await bot.ConfirmAsync("dot", "edit nights members cai,ana effective 2026-12-21 20:00");
        Assert.Equal("ana ben cai always; 2026-12-14 ana ben cai Mon-Fri 18:00-08:00; 2026-12-21 cai ana Mon-Fri 18:00-08:00",
            await VersionsAsync());

        async Task<string> VersionsAsync()
        {
            var versions = (await bot.Store.FindAsync<Rotation>("nights", Ct))!.Value.Layers[0].Versions;
            return string.Join("; ", versions.Where((one, i) => i == 0 || !NewLayerVersion.Same(one, versions[i - 1])).Select(one =>
                $"{one.From?.ToString("uuuu-MM-dd ", null)}{string.Join(' ', one.Members)} {RosterText.Of(one.Coverage)}"));
        }
    }

    [Fact]
    public async Task A_form_as_it_was_shown_brings_nothing_forward_that_is_planned()
    {
        var bot = await MadeAsync();
        await bot.ConfirmAsync("dot", "edit nights members ana,ben,dot effective 2027-02-01 20:00");
        var form = (await bot.AskAsync("dot", "edit nights")).Form!;
        var values = form.Fields.Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value!);
        Assert.Equal("nights is like that already, so nothing changes.",
            Bot.Plain(await bot.Router.SubmitAsync(form.Id, values, new Caller("dot", Platforms.Slack, null), Ct)));
    }

    private static async Task<Bot> MadeAsync()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("dot", "create nights owner payments members ana,ben,cai from 2026-11-16 at 20:00 zone Europe/Lisbon");
        bot.Clock.Now += NodaTime.Duration.FromSeconds(1);
        return bot;
    }
}
