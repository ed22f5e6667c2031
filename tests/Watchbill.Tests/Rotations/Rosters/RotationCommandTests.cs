using System.Text;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>Rotations made and changed in chat. Friday 20 November 2026, 10:00 in Lisbon; dot leads team payments.</summary>
public sealed class RotationCommandTests
{
    private const string Create = "create nights owner payments members ana,ben,cai from 2026-11-16 at 20:00 zone Europe/Lisbon";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("create nights", "create-form")]
    [InlineData(Create, "create-preview")]
    [InlineData("create days owner payments layers \"primary: ana, ben; secondary: ben, ana; shadow (shadow): cai\" every 1d from " +
        "2026-11-23 zone Europe/Lisbon coverage 8/5 calendar PT", "create-layers")]
    public async Task Nothing_is_made_before_its_next_turns_were_seen(string text, string golden)
    {
        var bot = await HereAsync();
        Golden.Matches($"versions/{golden}", await bot.SayAsync("dot", text));
        Assert.Single(await bot.Store.ListAsync<Rotation>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Confirmed_it_is_in_force_audited_and_told()
    {
        var bot = await HereAsync();
        Assert.StartsWith("nights is created.", await bot.ConfirmAsync("dot", Create), StringComparison.Ordinal);
        Assert.StartsWith("Ana Silva is on call for nights", await bot.SayAsync("ana", "now nights"), StringComparison.Ordinal);
        Golden.Matches("versions/create-said", await bot.SaidAsync());
        var entry = Assert.Single(await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct)).Value.Entry;
        Assert.Equal(("dot", "oncall create", "rotation/nights"), (entry.Actor, entry.Action, entry.Subject));
        Assert.Equal("primary: ana, ben, cai; turns of 1 week from Mon 16 Nov 20:00 (Lisbon); coverage always", entry.New);
    }

    [Theory]
    [InlineData("edit nights", "edit-form")]
    // Ana has the week until Monday 20:00; then ben as before, then the new order.
    [InlineData("edit nights members ana,cai,ben", "edit-preview")]
    [InlineData("edit nights members ana, cai, ben", "edit-preview")]
    [InlineData("edit nights members ben,cai effective now", "edit-now")]
    [InlineData("edit nights every 2w coverage \"Mon-Fri 18:00-08:00\" effective mon 30 nov 20:00", "edit-later")]
    [InlineData("edit nights every 2 weeks coverage Mon-Fri 18:00-08:00 effective mon 30 nov 20:00", "edit-later")]
    public async Task A_change_shows_its_next_turns_first(string text, string golden)
    {
        var bot = await MadeAsync();
        Golden.Matches($"versions/{golden}", await bot.SayAsync("dot", text));
    }

    [Fact]
    public async Task A_confirmed_change_waits_for_the_end_of_the_shift_and_is_told()
    {
        var bot = await MadeAsync();
        var before = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(delivery => delivery.Id).ToHashSet();
        await bot.ConfirmAsync("dot", "edit nights members dot,cai");
        var layer = (await bot.Store.FindAsync<Rotation>("nights", Ct))!.Value.Layers[0];
        Assert.Equal([null, Cases.At("2026-11-23T20:00:00Z")], layer.Versions.Select(version => version.From));
        Golden.Matches("versions/edit-said",
            string.Join('\n', (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Where(delivery => !before.Contains(delivery.Id))
                .OrderBy(delivery => delivery.Value.To.ToString(), StringComparer.Ordinal)
                    .Select(delivery => $"{delivery.Value.To}: {Bot.Plain(delivery.Value.Reply)}")));
    }

    [Fact]
    public async Task A_change_now_may_be_confirmed_minutes_later()
    {
        var bot = await MadeAsync();
        var preview = await bot.AskAsync("dot", "edit nights members ben,cai effective now");
        bot.Clock.Now += Duration.FromMinutes(3);
        var done =
            await bot.Router.PressAsync("confirm", preview.Actions.Single(action => action.Action == "confirm").Value,
                new Caller("dot", Platforms.Slack, null), Ct);
        Assert.StartsWith("nights changed: members of primary Ana Silva, Ben Ode, Cai Wen → Ben Ode, Cai Wen from now on.",
            Bot.Plain(done), StringComparison.Ordinal);
        Assert.StartsWith("Ben Ode is on call for nights", await bot.SayAsync("ana", "now nights"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_as_it_was_shown_changes_nothing()
    {
        var bot = await MadeAsync();
        var form = (await bot.AskAsync("dot", "edit nights")).Form!;
        var values = form.Fields.Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value!);
        var same = await bot.Router.SubmitAsync(form.Id, values, new Caller("dot", Platforms.Slack, null), Ct);
        Assert.Equal("nights is like that already, so nothing changes.", Bot.Plain(same));
        values["layers"] = "primary: ana, ben";
        Assert.NotNull((await bot.Router.SubmitAsync(form.Id, values, new Caller("dot", Platforms.Slack, null), Ct)).Table);
        values["every"] = "soon";
        var wrong = await bot.Router.SubmitAsync(form.Id, values, new Caller("dot", Platforms.Slack, null), Ct);
        Assert.Equal("'soon' is no length of a turn. Write 1 to 999 hours, days, weeks or months, such as 1 week.",
            wrong.Form!.Fields.Single(field => field.Name == "every").Error);
    }

    [Fact]
    public async Task An_edit_starts_from_a_change_that_waits()
    {
        var bot = await MadeAsync();
        await bot.ConfirmAsync("dot", "edit nights members dot,cai every 2w");
        var form = (await bot.AskAsync("dot", "edit nights")).Form!;
        var values = form.Fields.Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value!);
        Assert.Equal(("primary: dot, cai", "2 weeks"), (values["layers"], values["every"]));
        Assert.Equal("nights is like that already, so nothing changes.",
            Bot.Plain(await bot.Router.SubmitAsync(form.Id, values, new Caller("dot", Platforms.Slack, null), Ct)));

        await bot.ConfirmAsync("dot", "edit nights coverage \"Mon-Fri 18:00-08:00\"");
        var layer = (await bot.Store.FindAsync<Rotation>("nights", Ct))!.Value.Layers[0];
        Assert.Equal(["ana", "ben", "cai"], layer.MembersAt(bot.Clock.Now));
        Assert.Equal((2, "dot cai"), (layer.At(Instant.MaxValue)!.Turn.Count, string.Join(' ', layer.MembersAt(Instant.MaxValue))));
    }

    [Theory]
    [InlineData("ana", Create, "Only leads of payments can make or change its rotations. Ask Dot Lead.")]
    [InlineData("ana", "edit nights members ana", "Only leads of payments can make or change its rotations. Ask Dot Lead.")]
    [InlineData("dot", "create payments members ana",
        "There is a rotation 'payments' already, in watchbill.yaml, under rotations.payments (line 3). Choose another id for a new one.")]
    [InlineData("dot", "create nights members ana",
        "There is a rotation 'nights' already; change it with: `edit nights`. Choose another id for a new one.")]
    [InlineData("dot", "create Nights members ana",
        "'Nights' is no id: use at most 63 of a-z, 0-9 and -, and begin with a letter or a digit.")]
    [InlineData("dot", "edit payments members ana",
        "payments is defined in watchbill.yaml, under rotations.payments (line 3). Change it there and apply the file. Overrides are " +
            "made here: `override payments <person> <span>`.")]
    [InlineData("dot", "edit nihgts members ana", "No rotation `nihgts`. Did you mean `nights`?")]
    [InlineData("dot", "create x owner payments from 2026-11-16", "Who takes turns? Write members: ana, ben, cai.")]
    [InlineData("dot", "create x members ana from 2026-11-16",
        "Who owns it? Write the id of its team, or of its domain for domain and triage.")]
    [InlineData("dot", "create x owner paymnets members ana from 2026-11-16", "No team `paymnets`. Did you mean `payments`?")]
    [InlineData("dot", "create x kind domain owner payments members ana from 2026-11-16",
        "No domain `payments`. The organisation file has none.")]
    [InlineData("dot", "create x kind squad owner payments members ana", "'squad' is no kind of rotation: it is team, domain or triage.")]
    [InlineData("dot", "create x owner payments members ana", "On which day does the first turn start? Write it as 2027-01-04.")]
    [InlineData("dot", "create x owner payments members anna from 2026-11-16", "No person `anna`. Did you mean `ana`?")]
    [InlineData("dot", "create x owner payments members ana,ben,ana from 2026-11-16", "'ana' is in primary twice. Name everybody once.")]
    [InlineData("dot", "create x owner payments members ana from 2026-13-01",
        "'2026-13-01' is no day between 1970 and 2199. Write it as 2027-01-04.")]
    [InlineData("dot", "create x owner payments members ana from 2026-11-16 at 25:00", "'25:00' is no time of day. Write it as 09:00.")]
    [InlineData("dot", "create x owner payments members ana every 0d from 2026-11-16",
        "'0d' is no length of a turn. Write 1 to 999 hours, days, weeks or months, such as 1 week.")]
    [InlineData("dot", "create x owner payments members ana from 2026-11-16 zone Europe/Lisboa",
        "There is no time zone 'Europe/Lisboa'. Did you mean 'Europe/Lisbon'? Zones have names such as Europe/Lisbon.")]
    [InlineData("dot", "create x owner payments members ana from 2026-11-16 coverage nights",
        "'nights' is no coverage. Write always, 8/5, 8/7, or days and times such as Mon-Fri 09:00-17:00; Sat 10:00-14:00.")]
    [InlineData("dot", "create x owner payments members ana from 2026-11-16 calendar PR",
        "No holiday calendar `PR`. Did you mean `PT`? Write none to cover holidays.")]
    [InlineData("dot", "create x owner payments layers ana from 2026-11-16",
        "'ana' is no layer. Write its id, a colon and its people: primary: ana, ben; secondary: ben, ana.")]
    [InlineData("dot", "create x owner payments layers \"a: ana; a: ben\" from 2026-11-16",
        "The layer 'a' is there twice. Every layer needs an id of its own.")]
    [InlineData("dot", "create x owner payments layers \"a (shadow): ana\" from 2026-11-16",
        "At least one layer that is not shadow is needed. Write primary: and its people.")]
    [InlineData("dot", "edit nights members ana effective yesterday 9:00",
        "'yesterday 9:00' has passed, and the past is not changed. Write a time to come, now, or leave it out to wait for the end of the " +
            "shift.")]
    public async Task What_cannot_be_is_refused_with_what_to_write(string person, string text, string sentence)
    {
        var bot = await MadeAsync();
        Assert.Equal(sentence,
            (await bot.SayAsync(person, text.Replace("create nights owner", "create late owner", StringComparison.Ordinal)))
                .Split('\n')[0]);
    }

    [Fact]
    public async Task The_organisation_file_leaves_it_alone_and_cannot_take_its_id()
    {
        var file = new Applying();
        await file.ApplyAsync(Applying.Small);
        await file.Store.SaveAsync([Write.Create("nights", Payments with { Id = "nights", InChat = true })], Ct);
        Assert.Empty(await file.SaysAsync(Applying.Small));
        Assert.False((await file.FindAsync<Rotation>("nights"))!.Retired);
        Assert.Equal(
            ["watchbill.yaml line 5: rotations.nights: 'nights' was made in chat and is changed there, with: edit nights. Choose another " +
                "id for the file's, or take it out of the file."],
            await file.SaysAsync(Applying.Small.Replace("  - id: payments", "  - id: nights", StringComparison.Ordinal)));
        Assert.Equal(
            ["watchbill.yaml line 5: rotations.late: was: 'nights' was made in chat, so the file cannot rename it. Take 'was' out."],
            await file.SaysAsync(Applying.Small.Replace("  - id: payments", "  - id: late\n    was: nights", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task People_renamed_in_the_file_keep_their_places_in_it()
    {
        var file = new Applying();
        await file.ApplyAsync(Applying.Small);
        await file.Store.SaveAsync([Write.Create("nights", Payments with { Id = "nights", InChat = true })], Ct);
        var renamed =
            await file.ApplyAsync(
                Applying.Small.Replace("{id: ben, name: Ben}", "{id: benedict, was: ben, name: Ben}", StringComparison.Ordinal)
                    .Replace("ana, ben", "ana, benedict", StringComparison.Ordinal));
        Assert.Equal(["ana", "benedict", "cai"], (await file.FindAsync<Rotation>("nights"))!.Layers[0].Versions[0].Members);
        Assert.Empty(renamed.Told);
    }

    /// <summary>Rotation payments is the file's, on its third line.</summary>
    private static async Task<Bot> HereAsync()
    {
        var bot = await Bot.WithAsync(Payments);
        const string text = "organization: Example\nrotations:\n  - id: payments\n    kind: team\n";
        await bot.Store.SaveAsync(
        [
            Write.Create(AppliedFile.DocumentId,
                new AppliedFile("watchbill.yaml", Encoding.UTF8.GetBytes(text), Convert.ToHexStringLower(Encoding.UTF8.GetBytes("x")))),
            Write.Create("PT", new HolidayCalendar("PT", [new LocalDate(2026, 12, 8)])),
        ], Ct);
        return bot;
    }

    private static async Task<Bot> MadeAsync()
    {
        var bot = await HereAsync();
        await bot.ConfirmAsync("dot", Create);
        bot.Clock.Now += Duration.FromSeconds(1);
        return bot;
    }
}
