using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Http;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Slack;

public sealed class SlackChatTests : IDisposable
{
    private readonly ScriptedSlack slack = new();
    private readonly MemoryStore store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => slack.Dispose();

    private SlackChat Chat => slack.ChatOf(store);

    private Task FillAsync() => store.SaveAsync(
    [
        Write.Create("ana",
            new Person("ana", "Ana Silva") { TimeZone = "Europe/Lisbon", Accounts = Platforms.OnSlack("U0ANA"), Admin = true }),
        Write.Create("ben", new Person("ben", "Ben Ode") { TimeZone = "Europe/Lisbon", Admin = true }),
        Write.Create("slack/ben", new ChatLink("ben", "U0BEN", Cases.At("2026-11-20T10:00:00Z"))),
        Write.Create("cai", new Person("cai", "Cai Wen") { TimeZone = "Europe/Lisbon" }),
        Write.Create("payments", new Team("payments", "Payments") { Lead = "ana", Channels = Platforms.OnSlack("C0PAY") }),
        Write.Create("ordering", new Watchbill.Organization.Domain("ordering", "Ordering")),
    ], Ct);

    private Task NameBenAsync() =>
        store.SaveAsync(
            [Write.Put("ben",
                new Person("ben", "Ben Ode") { TimeZone = "Europe/Lisbon", Accounts = Platforms.OnSlack("U0BEN"), Admin = true })],
            Ct);

    [Fact]
    public async Task A_team_reads_in_its_channel_and_only_the_linked_are_notified()
    {
        await FillAsync();
        Text text = $"{new Mention("ana", "Ana Silva")}, {new Mention("cai", "Cai Wen")}: handoff.";
        await Chat.PostAsync(Address.Team("payments"), new Reply(text), new("key-1"), Ct);
        var sent = Assert.Single(slack.Calls).Json!;
        SlackLimits.CheckMessage(sent);
        Assert.Equal("C0PAY", (string?)sent["channel"]);
        Assert.Equal("<@U0ANA>, Cai Wen: handoff.", (string?)sent["text"]);
        Assert.Equal("key-1", (string?)sent["metadata"]!["event_payload"]!["key"]);
        Assert.Equal(["blocks", "channel", "metadata", "text", "unfurl_links", "unfurl_media"], sent.Select(pair => pair.Key).Order());
    }

    [Fact]
    public async Task People_and_the_admins_whose_account_the_file_names_read_in_their_own_conversations()
    {
        await FillAsync();
        await Chat.PostAsync(Address.Person("ben"), new Reply("For you."), new("1"), Ct);
        await Chat.PostAsync(Address.Admins, new Reply("For admins."), new("2"), Ct);
        Assert.Equal(["U0BEN", "U0ANA"], slack.Calls.Select(call => (string?)call.Json!["channel"]));
    }

    [Fact]
    public async Task Who_is_not_in_Slack_is_not_reached_and_that_is_said()
    {
        await FillAsync();
        foreach (var to in new[] { Address.Person("cai"), Address.Domain("ordering"), Address.Team("none") })
            await Assert.ThrowsAsync<UnreachableException>(() => Chat.PostAsync(to, new Reply("x"), new("1"), Ct));
        Assert.Empty(slack.Calls);
    }

    [Fact]
    public async Task A_message_is_edited_where_Slack_put_it()
    {
        await FillAsync();
        await NameBenAsync();
        slack.Answer = (_, call) => ScriptedSlack.Ok($$"""{"ok":true,"channel":"D0{{call}}","ts":"1700000000.00000{{call}}"}""");
        var places =
            await Chat.PostAsync(Address.Admins,
                new Reply("broken") { Actions = [new Button("Resolve", "incident-resolve", "incident/checkout/12")] }, new("1"), Ct);
        slack.Calls.Clear();
        foreach (var place in places) await Chat.EditAsync(Address.Admins, place, new Reply("over"), Ct);
        Assert.Equal([("chat.update", "D01", "1700000000.000001"), ("chat.update", "D02", "1700000000.000002")],
            slack.Calls.Select(call => (call.Method, (string?)call.Json!["channel"], (string?)call.Json["ts"])));
        foreach (var call in slack.Calls)
        {
            // Slack's own default for an edit is to read words as if somebody had typed them.
            Assert.Equal("none", (string?)call.Json!["parse"]);
            Assert.Equal(["blocks", "channel", "parse", "text", "ts"], call.Json.Select(pair => pair.Key).Order());
            Assert.DoesNotContain("incident-resolve", call.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("message_not_found")]
    [InlineData("channel_not_found")]
    [InlineData("is_inactive")]
    public async Task A_message_that_is_gone_is_left_alone(string error)
    {
        await FillAsync();
        slack.Answer = (_, _) => ScriptedSlack.Error(error);
        await Chat.EditAsync(Address.Team("payments"), Platforms.Place("slack C0PAY 1700000000.000001"), new Reply("over"), Ct);
        Assert.Single(slack.Calls);
    }

    [Fact]
    public async Task What_stands_elsewhere_or_for_nobody_is_left_alone()
    {
        await FillAsync();
        await Chat.EditAsync(Address.Team("payments"), Platforms.Place("local 2026-11-16T09:00:00Z/a"), new Reply("over"), Ct);
        await Chat.EditAsync(Address.Person("cai"), Platforms.Place("slack D0CAI 1700000000.000001"), new Reply("over"), Ct);
        Assert.Empty(slack.Calls);
    }

    [Fact]
    public async Task What_stands_in_a_channel_that_the_file_no_longer_names_is_shown_anew()
    {
        await FillAsync();
        await Chat.EditAsync(Address.Domain("ordering"), Platforms.Place("slack C0OLD 1700000000.000001"), new Reply("over"), Ct);
        Assert.Equal("C0OLD", (string?)Assert.Single(slack.Calls).Json!["channel"]);
    }

    [Fact]
    public async Task What_stands_in_an_account_that_is_somebody_elses_now_is_left_alone()
    {
        var (chat, ana, ben) = (Chat, new Person("ana", "Ana") { TimeZone = "Etc/UTC" }, new Person("ben", "Ben") { TimeZone = "Etc/UTC" });
        await store.SaveAsync([Write.Create("ana", ana with { Accounts = Platforms.OnSlack("U0OLD") })], Ct);
        slack.Answer = (_, _) => ScriptedSlack.Ok("""{"ok":true,"channel":"D0OLD","ts":"1700000000.000001"}""");
        var place = Assert.Single(await chat.PostAsync(Address.Person("ana"), new Reply("offer"), new("1"), Ct));
        await chat.EditAsync(Address.Person("ana"), place, new Reply("over"), Ct);
        await store.SaveAsync(
            [Write.Put("ana", ana with { Accounts = Platforms.OnSlack("U0NEW") }),
                Write.Put("ben", ben with { Accounts = Platforms.OnSlack("U0OLD") })], Ct);
        await chat.EditAsync(Address.Person("ana"), place, new Reply("private"), Ct);
        Assert.Equal(["chat.postMessage", "chat.update"], slack.Calls.Select(call => call.Method));
        // As earlier releases wrote it: it does not say whose account it was.
        await chat.EditAsync(Address.Person("ana"), Platforms.Place("slack D0NEW 1700000000.000001"), new Reply("over"), Ct);
        Assert.Equal("D0NEW", (string?)slack.Calls[^1].Json!["channel"]);
    }

    [Fact]
    public async Task An_edit_that_Slack_takes_later_waits()
    {
        await FillAsync();
        slack.Answer = (_, _) => ScriptedSlack.Limited(60);
        var busy =
            await Assert.ThrowsAsync<BusyException>(
                () => Chat.EditAsync(Address.Team("payments"), Platforms.Place("slack C0PAY 1700000000.000001"), new Reply("over"), Ct));
        Assert.True(busy.Pause >= Duration.FromSeconds(60), $"{busy.Pause}");
    }

    [Fact]
    public async Task A_message_that_failed_half_way_goes_on_where_it_stopped()
    {
        await FillAsync();
        await NameBenAsync();
        slack.Answer = (_, call) => call == 2 ? ScriptedSlack.Error("fatal_error") : ScriptedSlack.Ok();
        var chat = Chat;
        await Assert.ThrowsAsync<CallException>(() => chat.PostAsync(Address.Admins, new Reply("x"), new("1"), Ct));
        slack.Time.Pass(TimeSpan.FromSeconds(2));
        await chat.PostAsync(Address.Admins, new Reply("x"), new("1"), Ct);
        Assert.Equal(["U0ANA", "U0BEN", "U0BEN"], slack.Calls.Select(call => (string?)call.Json!["channel"]));
    }

    [Fact]
    public async Task A_chart_that_is_refused_is_told_in_words()
    {
        await FillAsync();
        slack.Answer = (_, call) => call == 1 ? ScriptedSlack.Error("invalid_blocks") : ScriptedSlack.Ok();
        await Chat.PostAsync(Address.Team("payments"), new Reply("Budget") { Chart = new Chart("Left", ["mon", "tue"], [90, 80], "%") },
            new("1"), Ct);
        Assert.Equal([true, false], slack.Calls.Select(call => call.Body.Contains("data_visualization", StringComparison.Ordinal)));
        Assert.Contains("mon 90, tue 80", slack.Calls[1].Json!["blocks"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_in_place_of_a_refused_chart_wait_for_a_limit_like_any_message()
    {
        await FillAsync();
        slack.Answer = (_, call) => call == 1 ? ScriptedSlack.Error("invalid_blocks") : ScriptedSlack.Limited(45);
        var said = new Reply("Budget") { Chart = new Chart("Left", ["mon", "tue"], [90, 80], "%") };
        Assert.Equal(Duration.FromSeconds(45),
            (await Assert.ThrowsAsync<BusyException>(() => Chat.PostAsync(Address.Team("payments"), said, new("1"), Ct))).Pause);
    }

    [Fact]
    public async Task What_Slack_refuses_to_draw_is_said_in_words_alone()
    {
        await FillAsync();
        slack.Answer = (_, call) => call <= 2 ? ScriptedSlack.Error("invalid_blocks") : ScriptedSlack.Ok();
        await Chat.PostAsync(Address.Team("payments"), new Reply("Budget") { Chart = new Chart("Left", ["mon", "tue"], [90, 80], "%") },
            new("1"), Ct);
        var words = slack.Calls[2].Json!;
        Assert.Equal((3, false, "C0PAY"), (slack.Calls.Count, words.ContainsKey("blocks"), (string?)words["channel"]));
        Assert.Contains("mon 90, tue 80", (string?)words["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_that_Slack_refuses_to_draw_is_words_without_the_buttons_that_are_over()
    {
        await FillAsync();
        slack.Answer = (_, call) => call == 1 ? ScriptedSlack.Error("invalid_blocks") : ScriptedSlack.Ok();
        await Chat.EditAsync(Address.Team("payments"), Platforms.Place("slack C0PAY 1700000000.000001"), new Reply("over"), Ct);
        var words = slack.Calls[1].Json!;
        Assert.Equal(("over", 0, "1700000000.000001"), ((string?)words["text"], words["blocks"]!.AsArray().Count, (string?)words["ts"]));
    }

    [Fact]
    public async Task A_limit_is_waited_for_by_the_delivery_job()
    {
        await FillAsync();
        slack.Answer = (_, _) => ScriptedSlack.Limited(45);
        Assert.Equal(Duration.FromSeconds(45),
            (await Assert.ThrowsAsync<BusyException>(() => Chat.PostAsync(Address.Team("payments"), new Reply("x"), new("1"), Ct))).Pause);
    }
}
