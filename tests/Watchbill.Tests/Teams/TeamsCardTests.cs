using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Slack;
using Watchbill.Storage;

namespace Watchbill.Teams;

/// <summary>Buttons that are pressed and forms that are filled in on cards.</summary>
public sealed class TeamsCardTests
{
    private const string Card = "application/vnd.microsoft.card.adaptive";
    private const string Sentence = "application/vnd.microsoft.activity.message";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Confirm_does_it_once_and_takes_the_place_of_the_preview()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(host.Message("ana", "override payments ben for 2h"));
        var preview = await teams.SeenAsync();
        var press = host.Press("ana", preview.Data("Confirm override"), (string)preview.Body["id"]!);
        var response = await host.SendAsync(press);
        Assert.Equal((200, Card), ((int)response["statusCode"]!, (string?)response["type"]));
        var shown = await teams.SeenAsync(1);
        Assert.Equal(("PUT", $"a:1ana/activities/{preview.Body["id"]}"), (shown.Method, shown.Path));
        Assert.True(JsonNode.DeepEquals(response["value"], shown.Card));
        Assert.DoesNotContain("Confirm override", shown.Labels);
        Assert.Equal(Sentence, (string?)(await host.SendAsync(press))["type"]);
        Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        Assert.Equal(2, teams.Done.Count);
    }

    [Fact]
    public async Task Old_clients_send_a_button_as_a_message_and_it_does_the_same()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(host.Message("ana", "override payments ben for 2h"));
        var preview = await teams.SeenAsync();
        var press = host.From("ana", "message");
        (press["value"], press["replyToId"]) = (preview.Data("Confirm override"), (string)preview.Body["id"]!);
        await host.SendAsync(press);
        Assert.Equal("PUT", (await teams.SeenAsync(1)).Method);
        Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
    }

    [Fact]
    public async Task A_refusal_of_a_press_in_a_channel_is_read_by_who_pressed_and_nobody_else()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var data = new JsonObject { ["watchbill:action"] = "confirm", ["watchbill:value"] = "nothing" };
        var response = await host.SendAsync(host.Press("ana", data, "1763632700001", TeamsHost.Channel));
        Assert.Equal(Sentence, (string?)response["type"]);
        Assert.StartsWith("This was confirmed or cancelled before", (string)response["value"]!, StringComparison.Ordinal);
        Assert.Empty(teams.Done);
    }

    [Fact]
    public async Task A_press_in_a_channel_whose_answer_is_for_one_reader_is_answered_in_their_own_chat()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var data = new JsonObject { ["watchbill:action"] = "run", ["watchbill:value"] = "help" };
        await host.SendAsync(host.Message("ana", "now"));
        var response = await host.SendAsync(host.Press("ana", data, "1763632700001", TeamsHost.Channel));
        var said = await teams.SeenAsync(1);
        Assert.Equal("a:1ana", said.Conversation);
        Assert.Equal("The answer is in your chat with Watchbill.", (string?)response["value"]);
    }

    [Fact]
    public async Task A_form_keeps_what_was_typed_says_what_is_wrong_and_ends_as_its_answer()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(host.Message("ana", "override payments"));
        var form = await teams.SeenAsync();
        Assert.Equal(["rotation", "person", "span"], Inputs(form.Card).Take(3).Select(input => (string)input["id"]!));
        var (holder, send) = ((string)form.Body["id"]!, form.Data(form.Labels[0]));
        var wrong = await host.SendAsync(host.Press("ana", send.DeepClone().AsObject(), holder, null,
            ("rotation", "payments"), ("person", "ben"), ("span", "sometime")));
        Assert.Equal(Card, (string?)wrong["type"]);
        var again = wrong["value"]!.AsObject();
        Assert.Equal("sometime", (string?)Inputs(again).Single(input => (string?)input["id"] == "span")["value"]);
        Assert.Contains("Attention", again.ToJsonString(), StringComparison.Ordinal);
        var shown = await teams.SeenAsync(1);
        Assert.Equal(("PUT", $"a:1ana/activities/{holder}"), (shown.Method, shown.Path));
        var right = host.Press("ana", shown.Data(shown.Labels[0]), holder, null,
            ("rotation", "payments"), ("person", "ben"), ("span", "for 2h"));
        Assert.Equal(Card, (string?)(await host.SendAsync(right))["type"]);
        var preview = await teams.SeenAsync(2);
        Assert.Equal("PUT", preview.Method);
        await host.SendAsync(host.Press("ana", preview.Data("Confirm override"), holder));
        await teams.SeenAsync(3);
        await host.SendAsync(right);
        Assert.Equal("ben", Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes).Person);
    }

    /// <summary>From Monday 23 November 2026 in Lisbon. What is typed goes before what is picked.</summary>
    [Theory]
    [InlineData("span.date=2026-11-23 span.time=09:00 span.to.date=2026-11-23 span.to.time=17:00", "2026-11-23T09:00:00Z",
        "2026-11-23T17:00:00Z")]
    [InlineData("span.date=2026-11-23 span.time=09:00 span.to.time=17:00", "2026-11-23T09:00:00Z", "2026-11-23T17:00:00Z")]
    [InlineData("span.to.date=2026-11-23 span.to.time=17:00", "2026-11-20T10:00:00Z", "2026-11-23T17:00:00Z")]
    [InlineData("span.date=2026-11-23 span.time=09:00 span=tonight", "2026-11-20T18:00:00Z", "2026-11-20T23:59:59Z")]
    public async Task Times_are_typed_or_picked_and_read_as_a_span(string filled, string start, string end)
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(host.Message("ana", "override payments ben"));
        var form = await teams.SeenAsync();
        var picked = filled.Split(' ').Select(pair => pair.Split('=')).Select(pair => (pair[0], pair[1]));
        await host.SendAsync(host.Press("ana", form.Data(form.Labels[0]), (string)form.Body["id"]!, null,
            [("rotation", "payments"), ("person", "ben"), .. picked]));
        var preview = await teams.SeenAsync(1);
        await host.SendAsync(host.Press("ana", preview.Data("Confirm override"), (string)form.Body["id"]!));
        await teams.SeenAsync(2);
        var change = Assert.Single((await host.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        Assert.Equal(Cases.At(start), change.Start);
        Assert.InRange(change.End, Cases.At(end), Cases.At(end) + Duration.FromHours(12));
    }

    [Fact]
    public async Task A_second_form_in_the_place_of_the_first_is_another_one()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(host.Message("ana", "override payments"));
        var first = await teams.SeenAsync();
        await host.SendAsync(host.Message("ana", "override payments"));
        var second = await teams.SeenAsync(1);
        Assert.NotEqual((string?)first.Data(first.Labels[0])["watchbill:view"], (string?)second.Data(second.Labels[0])["watchbill:view"]);
    }

    [Fact]
    public async Task What_is_asked_for_in_a_channel_is_filled_in_in_ones_own_chat()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(host.Message("ana", "override payments", TeamsHost.Channel));
        var form = await teams.SeenAsync();
        Assert.Equal("a:29:1ana", form.Conversation);
        Assert.NotEmpty(Inputs(form.Card));
    }

    [Fact]
    public async Task Whom_somebody_means_is_offered_while_they_type_and_to_nobody_else()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        Assert.Equal(["Ben Ode (ben)"], await OffersAsync("ana"));
        Assert.Empty(await OffersAsync("cai"));

        async Task<IEnumerable<string>> OffersAsync(string who)
        {
            var search = host.From(who, "invoke");
            search["name"] = "application/search";
            search["value"] = new JsonObject { ["dataset"] = "person", ["queryText"] = "be" };
            return (await host.SendAsync(search))["value"]!["results"]!.AsArray().Select(one => (string)one!["title"]!);
        }
    }

    [Theory]
    [InlineData("task/fetch", "{}")]
    [InlineData("composeExtension/query", "{}")]
    [InlineData("", "{}")]
    [InlineData("adaptiveCard/action", "{}")]
    [InlineData("adaptiveCard/action", """{"action":{"data":{"x":1}}}""")]
    [InlineData("adaptiveCard/action", """{"action":{"data":[1]}}""")]
    [InlineData("adaptiveCard/action", """{"action":7}""")]
    public async Task Invokes_that_nobody_knows_are_not_implemented(string name, string value)
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var invoke = host.From("ana", "invoke");
        (invoke["name"], invoke["value"]) = (name, JsonNode.Parse(value));
        await host.SendAsync(invoke, status: 501);
    }

    [Fact]
    public async Task A_slow_press_is_acknowledged_in_time_and_answered_when_it_is_done()
    {
        await using var teams = await FakeTeams.StartAsync();
        using var time = new ManualTime();
        var slow = new SlowCommands();
        await using var host = await TeamsHost.StartAsync(teams, null, services => services.With(slow).At(time));
        await host.SendAsync(host.From("ana", "typing"));
        var data = new JsonObject { ["watchbill:action"] = "slow", ["watchbill:value"] = "1" };
        var pressing = host.SendAsync(host.Press("ana", data, "sent-0"));
        await time.PassAsync(TimeSpan.FromSeconds(2.5), Ct);
        Assert.Equal("Watchbill is on it.", (string?)(await pressing)["value"]);
        slow.Release();
        Assert.Equal("At last.", (await teams.SeenAsync()).Words);
    }

    [Fact]
    public async Task Whoever_is_linked_by_mail_is_a_member_of_the_tenant_and_no_guest()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var member = new JsonObject
        {
            ["aadObjectId"] = TeamsHost.Account("cai"),
            ["tenantId"] = FakeTeams.Tenant,
            ["email"] = "cai@example.com",
            ["userRole"] = "guest",
        };
        teams.Members[TeamsHost.Account("cai")] = member;
        await host.SendAsync(host.Message("cai", "now payments"));
        var offer = await teams.SeenAsync();
        await host.SendAsync(host.Press("cai", offer.Data("Link me"), (string)offer.Body["id"]!));
        Assert.StartsWith("Guests, bots and people of other workspaces are not linked", (await teams.SeenAsync(1)).Words,
            StringComparison.Ordinal);
        teams.Members[TeamsHost.Account("cai")] = Promoted(member);
        host.Clock.Now += NodaTime.Duration.FromSeconds(10);
        await host.SendAsync(host.Press("cai", offer.Data("Link me"), (string)offer.Body["id"]!));
        Assert.StartsWith("**You are Cai Wen here now.", (await teams.SeenAsync(2)).Words, StringComparison.Ordinal);
    }

    private static JsonObject Promoted(JsonObject guest)
    {
        var member = guest.DeepClone().AsObject();
        member["userRole"] = "user";
        return member;
    }

    private static IEnumerable<JsonObject> Inputs(JsonObject card) => card["body"]!.AsArray().Select(block => block!.AsObject())
        .Where(block => ((string)block["type"]!).StartsWith("Input.", StringComparison.Ordinal));
}
