using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>What a sentence must not come to.</summary>
public sealed partial class UnderstandingTests
{
    // What nobody asks back about is done by a sentence only where it can mean nothing else.
    [Theory]
    [InlineData("checkout returns to normal, no longer sev1")]
    [InlineData("checkout is returning 200 again so close the sev2")]
    [InlineData("open incident on checkout is not a sev1")]
    [InlineData("declare incident on checkout was wrong, it was sev3")]
    [InlineData("checkout-1 resolved? 🙏")]
    [InlineData("escalate checkout-1? :question:")]
    [InlineData("page triage is what I read")]
    [InlineData("page Ben Ode if Cai Wen does not answer")]
    [InlineData("page Ben Ode and Cai Wen")]
    [InlineData("page payments only for sev1")]
    [InlineData("page payments when it happens again")]
    [InlineData("page payments next time it fails")]
    [InlineData("log toil on checkout 1 hour restarting pods")]
    [InlineData("toil checkout 3 incidents last week")]
    // A change whose group was not typed is shown before it is done, and words that are none of its arguments are no such change.
    [InlineData("maintenance checkout tomorrow 06:00 to 07:00 because we move the database")]
    [InlineData("close checkout for SHOP-1431")]
    [InlineData("undo checkout override")]
    // A look-up that makes a secret is none that may be guessed.
    [InlineData("too many things, my calendar")]
    [InlineData("export my calendar next week")]
    // Doubt, hearsay, a question or a "not" shows no Confirm.
    [InlineData("declare sev2 incident checkout was the wrong call")]
    [InlineData("declare incident checkout not needed sev2")]
    [InlineData("page the on-call of payments when checkout fails")]
    [InlineData("checkout-1 was resolved")]
    [InlineData("remind me about checkout-1 in 2 hours")]
    [InlineData("remind me of checkout-1 in a week")]
    // Who says no first means nothing of what follows.
    [InlineData("i can't, ack")]
    [InlineData("nevermind, sick")]
    // What is meant of the only open incident is asked about first.
    [InlineData("note: rolled back to 1.42")]
    [InlineData("update: failover done, we are watching")]
    [InlineData("it's only a sev3")]
    [InlineData("reopen")]
    [InlineData("give it to ben")]
    [InlineData("move the handover of payments to 10:00")]
    public async Task A_sentence_that_only_reads_like_an_act_does_nothing(string said)
    {
        await Begun;
        var saves = Done();
        await new CommandRouter(Commands, Store, Clock).AskAsync(said, new Caller("ana", Platforms.Slack, null), Ct);
        Assert.Equal(saves, Done());

        // A preview waits for its Confirm.
        static int Done() => Store.Saves!.Count(save => save.Any(write => write.Value is not Pending));
    }

    [Theory]
    [InlineData("ben won't take payments tonight")]
    [InlineData("maybe ben is off tomorrow")]
    [InlineData("cai says ben should take payments tomorrow")]
    [InlineData("ben is out next week?")]
    [InlineData("ben is ill, cai will be away tomorrow")]
    [InlineData("nobody is sick")]
    [InlineData("cause of checkout-1 is not release")]
    [InlineData("take payments down tomorrow")]
    [InlineData("call in sick 12/7")]
    public async Task Nothing_that_is_not_plainly_said_is_shown_with_a_confirm(string said)
    {
        await Begun;
        var reply = await new CommandRouter(Commands, Store, Clock).AskAsync(said, new Caller("ana", Platforms.Slack, null), Ct);
        Assert.DoesNotContain(reply.Actions, button => button.Action == Buttons.Confirm);
    }

    [Theory]
    [InlineData("i am away tomorrow and tuesday")]
    [InlineData("i am away 3 dec and 5 dec")]
    public async Task Of_a_time_that_is_understood_in_part_it_is_asked_when(string said)
    {
        await Begun;
        var reply = await new CommandRouter(Commands, Store, Clock).AskAsync(said, new Caller("ana", Platforms.Slack, null), Ct);
        Assert.StartsWith("When?", Bot.Plain(reply), StringComparison.Ordinal);
        Assert.Null(reply.Form!.Fields.Single(field => field.Name == "span").Value);
    }

    [Fact]
    public async Task Whoever_may_not_do_what_is_guessed_is_told_so()
    {
        await Begun;
        var reply = await new CommandRouter(Commands, Store, Clock)
            .AskAsync("cai is off tomorrow", new Caller("ben", Platforms.Slack, null), Ct);
        Assert.StartsWith("Only ", Bot.Plain(reply), StringComparison.Ordinal);
        Assert.StartsWith("Only ", reply.Form!.Fields.Single(field => field.Name == "person").Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_of_more_than_forty_words_is_a_command_or_nothing()
    {
        await Begun;
        var story = string.Join(' ', Enumerable.Repeat("and then it went on", 8));
        Assert.Equal("oncall now: rotation=payments", await ReadAsync("so who is it that is on call for payments"));
        await Assert.ThrowsAsync<RefusedException>(() => ReadAsync($"so who is it that is on call for payments {story}"));
        Assert.StartsWith("oncall note: rotation=payments, text=and then", await ReadAsync($"note payments {story} {story}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_a_sentence_was_read_can_be_typed_as_it_stands()
    {
        await Begun;
        var reply = await new CommandRouter(Commands, Store, Clock)
            .AskAsync("so who do i shout at about checkout", new Caller("ana", Platforms.Slack, null), Ct);
        Text read = $"Read as {Text.Code("now checkout")}.";
        Assert.Equal(read, reply.Note);
    }

    [Fact]
    public async Task Help_on_several_of_a_group_is_help_on_the_group()
    {
        await Begun;
        var router = new CommandRouter(Commands, Store, Clock);
        var ana = new Caller("ana", Platforms.Slack, null);
        var help = Bot.Plain(await router.AskAsync("help incident", ana, Ct));
        Assert.Equal(help, Bot.Plain(await router.AskAsync("help incidents", ana, Ct)));
    }

    [Fact]
    public async Task Hours_that_were_worked_may_have_passed_in_the_form_of_a_guess()
    {
        await Begun;
        var reply = await new CommandRouter(Commands, Store, Clock).AskAsync(
            "add standby yesterday 18:00 to 20:00 for payments because a migration", new Caller("ana", Platforms.Slack, null), Ct);
        Assert.Null(reply.Form!.Fields.Single(field => field.Name == "span").Error);
    }

    [Fact]
    public async Task A_long_row_of_marks_is_read_at_once()
    {
        await Begun;
        var marks = string.Concat(Enumerable.Repeat(":a1:", 350));
        Assert.Equal("oncall now: rotation=payments", await ReadAsync($"{marks} payments? {marks}"));
    }

    [Theory]
    [InlineData("reopen, it's back", 1, "incident reopen: incident=search-1")]
    [InlineData("it's back", 1, "incident reopen: incident=search-1")]
    [InlineData("reopen, it's back", 2, "incident reopen: ")]
    public async Task What_is_back_is_the_only_incident_of_the_last_day_and_is_asked_about_first(string said, int resolved, string meant)
    {
        var (store, now) = (new MemoryStore(), Clock.GetCurrentInstant());
        foreach (var number in Enumerable.Range(1, resolved))
            await store.SaveAsync(
            [
                Write.Create(Incident.DocumentId("search", number),
                    new Incident("search", number, "Slow", Severity.Sev2, now - Duration.FromHours(3), now - Duration.FromHours(number))
                    {
                        By = "ana",
                        At = now,
                    }),
            ], Ct);
        var (verb, _, match, guessed) = await new Understanding(Vocabulary, store)
            .ReadAsync(said, new Caller("ana", Platforms.Slack, null), now, Ct);
        Assert.Equal((meant, true), (Written(verb, match), guessed));
    }

    // A time that the verb does not take would be dropped, and the answer be about another. These three answer with a list in which it is.
    [Fact]
    public void A_time_in_a_saying_is_one_of_its_verb()
    {
        foreach (var (verb, said) in Sayings.All.SelectMany(said => said, (said, usage) => (said.Key, Said: usage)))
        {
            if (verb is "oncall covers" or "incident list" or "pay me") continue;
            var taken = Vocabulary.Find(verb)!.Value.Usage.Arguments.Select(argument => argument.Name);
            Assert.All(said.Arguments.Select(argument => argument.Name).Except(taken), name =>
                Assert.False(name is "when" or "span" or "period" or "length", $"{verb} takes no {name}: {said.Text}"));
        }
    }
}
