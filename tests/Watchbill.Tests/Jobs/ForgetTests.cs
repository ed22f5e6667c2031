using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Jobs;

public sealed class ForgetTests
{
    private static readonly Instant Then = At("2026-11-16T09:00:00Z");

    [Fact]
    public async Task Nothing_that_names_or_describes_them_is_left_and_duty_pay_and_audit_keep_the_id()
    {
        var bot = await FilledAsync();
        Assert.NotEmpty(await MentionsAsync(bot.Store, "Gone Girl"));
        Golden.Matches("forget",
            string.Join("\n---\n", await bot.SayAsync("dot", "forget gone"), await bot.ConfirmAsync("dot", "forget gone"),
                await bot.SayAsync("dot", "forget gone")));

        foreach (var words in new[] { "Gone Girl", "gone@example.com", "U0GONE", "6f1c", "broken leg", "tired of it" })
            Assert.Empty(await MentionsAsync(bot.Store, words));
        Assert.Equal(new Person("gone", "gone") { TimeZone = "Asia/Tokyo", Until = new LocalDate(2026, 11, 17), Retired = true },
            (await bot.Store.FindAsync<Person>("gone", Ct))!.Value);
        Assert.Empty(await bot.Store.ListAsync<FeedKey>(IdRange.All, Ct));
        Assert.Empty(await bot.Store.ListAsync<Absences>(IdRange.All, Ct));
        Assert.Empty(await bot.Store.ListAsync<ChatLink>(IdRange.All, Ct));
        Assert.Equal("s2", Assert.Single(await bot.Store.ListAsync<SwapRequest>(IdRange.All, Ct)).Id);
        var cover = Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Value;
        Assert.Equal(("ben", "ana", ""), (cover.Person, string.Join(',', cover.Asked), string.Join(',', cover.Declined)));
        // The first correction is of their shift; the other one has nothing to do with them.
        Assert.Equal(["", "a holiday"],
            (await bot.Store.ListAsync<ShiftCorrection>(IdRange.All, Ct)).Select(correction => correction.Value.Reason));
        // What stays: the shift, the decision without its reason, the channel's message with the id, the audit row.
        Assert.Equal("gone", Assert.Single(await bot.Store.ListAsync<WorkedShift>(IdRange.All, Ct)).Value.Shift.Person);
        Assert.Equal([null, "a holiday"],
            (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes.Select(change => change.Reason));
        Assert.Equal("gone is on call.", Bot.Plain(Assert.Single(await bot.Store.ListAsync<Message>(IdRange.All, Ct)).Value.Reply));
        var posted = Assert.Single(await bot.Store.ListAsync<Posted>(IdRange.All, Ct)).Value;
        Assert.Equal((Address.Admins, Platforms.Place("slack D0ANA 1.1 U0ANA")), (posted.To, Assert.Single(posted.Places)));
        Assert.Equal(["note of ben"], (await bot.Store.FindAsync<HandoffNotes>("payments", Ct))!.Value.Notes.Select(note => note.Text));
        Assert.Contains(await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct),
            row => row.Value.Entry is { Actor: "dot", Action: "watchbill forget", Subject: "person/gone" });
    }

    [Theory]
    [InlineData("ben", "forget gone", "Only admins can make Watchbill forget somebody.")]
    [InlineData("dot", "forget ana", "Ana Silva is in the organisation file. Take 'ana' out of it and apply it first;")]
    [InlineData("dot", "forget gnoe", "No person `gnoe`. Did you mean `gone`?")]
    public async Task Refusals_say_what_to_do(string person, string text, string refusal)
    {
        var bot = await FilledAsync();
        Assert.StartsWith(refusal, await bot.SayAsync(person, text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_about_a_person_and_nothing_about_others_is_exported()
    {
        var bot = await FilledAsync();
        var found = await new PersonalData(bot.Store, StoredKinds.All).OfAsync("gone", Ct);
        // Instants are data here; everywhere else in these files they would be a mistake.
        Golden.Matches("export", Regex.Replace(PersonalExport.Write("gone", Then, found), @"(\d\d)T(\d\d)", "$1 $2"));
        Assert.Empty(await new PersonalData(bot.Store, StoredKinds.All).OfAsync("nobody", Ct));
    }

    private static async Task<Bot> FilledAsync()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        ShiftChange Decided(string id, string person, string reason) =>
            new(id, ShiftSource.Override, "primary", Then, Then + Duration.FromHours(1), person, null)
            {
                DecidedAt = Then,
                DecidedBy = "dot",
                Reason = reason,
            };
        await bot.Store.SaveAsync(
        [
            Write.Put("dot", new Person("dot", "Dot Lead") { TimeZone = "Europe/Lisbon", Admin = true }),
            Write.Put("gone", new Person("gone", "Gone Girl")
            {
                TimeZone = "Asia/Tokyo", Email = "gone@example.com", Accounts = Platforms.OnSlack("U0GONE").With(Platforms.Teams, "6f1c"),
                Holidays = "PT", Admin = true,
                Until = new LocalDate(2026, 11, 17), Retired = true,
            }),
            Write.Put("gone", new Absences([new("a1", Then, Then + Duration.FromDays(1), Then)])),
            Write.Put("gone/" + new string('a', 64), new FeedKey(Then)),
            Write.Put("people/gone", new FeedState(Then, [])),
            Write.Put("payments", new RotationChanges([Decided("c1", "gone", "a broken leg"), Decided("c2", "ben", "a holiday")])),
            Write.Put("slack/gone", new ChatLink("gone", "U0GONE", Then)),
            Write.Put("s1",
                new SwapRequest("payments", new("primary", Then, Then + Duration.FromDays(1), "gone"), "ben")
                {
                    AskedBy = "gone",
                    AskedAt = Then,
                }),
            Write.Put("s2",
                new SwapRequest("payments", new("primary", Then, Then + Duration.FromDays(1), "ana"), "ben")
                {
                    AskedBy = "ana",
                    AskedAt = Then,
                }),
            Write.Put("r1",
                new CoverRequest("payments", "primary", Then, Then + Duration.FromDays(1), "gone")
                {
                    AskedBy = "gone",
                    AskedAt = Then,
                    Asked = ["ana", "ben"],
                }),
            Write.Put("r2",
                new CoverRequest("payments", "primary", Then, Then + Duration.FromDays(1), "ben")
                {
                    AskedBy = "ben",
                    AskedAt = Then,
                    Asked = ["ana", "gone"],
                    Declined = ["gone"],
                }),
            Write.Put("k1",
                new ShiftCorrection("payments", "primary", Then, Then + Duration.FromHours(2), "ben", "a broken leg")
                {
                    DecidedAt = Then,
                    DecidedBy = "dot",
                }),
            Write.Put("k2",
                new ShiftCorrection("payments", "primary", Then - Duration.FromDays(2), Then - Duration.FromDays(1), "ben", "a holiday")
                {
                    DecidedAt = Then,
                    DecidedBy = "dot",
                }),
            Write.Put("payments/1",
                new WorkedShift("payments", new("primary", 1, Then, Then + Duration.FromDays(1), "gone", ShiftSource.Turn), Then)),
            Write.Put("payments", new HandoffNotes([new("gone", Then, "tired of it"), new("ben", Then, "note of ben")])),
            Write.Put("payments/h",
                new Handoff("payments", Then,
                    [new("primary", "ben", "gone"), new("secondary", "ana", "cai")])
                    {
                        Notes = [new("gone", Then, "tired of it"), new("ana", Then, "note of ana")],
                    }),
            Write.Put("m1",
                new Message(Then, Then, MessageKind.Handoff, "payments", Address.Person("gone"), new Reply("You are on call, Gone Girl."))),
            Write.Put("m2",
                new Message(Then, Then, MessageKind.Handoff, "payments", Address.Team("payments"),
                    new Reply($"{new Mention("gone", "Gone Girl")} is on call."))),
            .. new[] { Address.Person("gone"), Address.Admins }
                .Select(
                    to =>
                        new Posted("handoff/payments/h", to,
                            [Platforms.Place("slack D0GONE 1.1 U0GONE"), Platforms.Place("slack D0ANA 1.1 U0ANA")], Then))
                    .Select(posted => Write.Put(posted.DocumentId, posted)),
            Write.Put("token1", new ApiToken("mine", new string('b', 64), [Scope.Read]) { Expires = Then, MadeBy = "gone" }),
            Write.Audit(new AuditEntry(Then, "gone", "oncall calendar", "person/gone", "slack")),
        ], Ct);
        return bot;
    }

    /// <summary>The documents in whose JSON the words stand.</summary>
    private static async Task<IReadOnlyList<string>> MentionsAsync(MemoryStore store, string words)
    {
        var found = new List<string>();
        await AddAsync<Person>();
        await AddAsync<RotationChanges>();
        await AddAsync<HandoffNotes>();
        await AddAsync<SwapRequest>();
        await AddAsync<CoverRequest>();
        await AddAsync<ShiftCorrection>();
        await AddAsync<ChatLink>();
        await AddAsync<Handoff>();
        await AddAsync<Message>();
        await AddAsync<Delivery>();
        await AddAsync<AuditRow>();
        return found;

        async Task AddAsync<T>() where T : class => found.AddRange((await store.ListAsync<T>(IdRange.All, Ct))
            .Where(stored => Encoding.UTF8.GetString(Documents.Serialize(stored.Value)).Contains(words, StringComparison.Ordinal))
                .Select(stored => $"{typeof(T).Name} {stored.Id}"));
    }
}
