using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill.Slack;

public sealed class SlackRendererTests
{
    private static readonly string[] Evil =
    [
        "<!channel>", "<@U0EVIL>", "<https://evil.example|bank>", "*bold*", "_it_", "~gone~", "`code`", "```", ":tada:", ":100:", "&lt;",
        "> quote", "a\n> b", "\ud800", "\u202e", "\0", "snake_case", "2*3",
        "<!date^0^{ago}|x>", "https://example.com/a_b?x=1&y=<z>", "|", "^", "", " ", "\n", "é", "👩‍🚒", "- ", "#general", "@here", "*",
        "_", "**", "10:30", "it's:", "https://", "x:", "5:tada:",
    ];

    private static readonly Reader Reader =
        Reader.In(DateTimeZoneProviders.Tzdb["Europe/Lisbon"], Cases.At("2026-11-20T10:00:00Z")) with
        {
            Accounts = new Dictionary<string, string> { ["ana"] = "U0ANA" },
        };
    private static readonly Instant Noon = Cases.At("2026-11-20T12:00:00Z");

    [Theory]
    [InlineData("<!channel> & <@U0EVIL>", "&lt;!channel&gt; &amp; &lt;@U0EVIL&gt;")]
    [InlineData("*Ana*", "⁠*⁠Ana⁠*⁠")]
    [InlineData("snake_case 2*3", "snake_case 2*3")]
    [InlineData("> said\nx > y", "⁠&gt; said\nx ⁠&gt; y")]
    [InlineData(":tada: at 10:30", ":⁠tada: at 10:30")]
    [InlineData("see https://example.com/a_b?x=1&y=2.", "see <https://example.com/a_b?x=1&amp;y=2>.")]
    [InlineData("http://example.com", "http://example.com")]
    [InlineData("@here #general a@b.example", "@⁠here #⁠general a@b.example")]
    public void What_people_type_arrives_as_typed(string typed, string sent) =>
        Assert.Equal(sent, Assert.Single(SlackText.Pieces(typed, Reader, 3000)));

    [Fact]
    public void Times_are_the_readers_and_only_linked_people_are_notified()
    {
        Text text = $"{new Mention("ana", "Ana Silva")} and {new Mention("ben", "Ben <Ode>")} until {Noon}, {Noon:time}, {Noon:date}";
        Assert.Equal(
            "<@U0ANA> and Ben &lt;Ode&gt; until <!date^1795176000^{day_divider_pretty} {time}|Fri 12:00 (Lisbon)>, "
            + "<!date^1795176000^{time}|12:00 (Lisbon)>, <!date^1795176000^{day_divider_pretty}|Fri 20 Nov>",
            Assert.Single(SlackText.Pieces(text, Reader, 3000)));
    }

    [Fact]
    public void A_long_text_is_cut_at_lines_and_words_and_nothing_is_lost()
    {
        var words = string.Join(' ', Enumerable.Range(0, 2000).Select(i => $"word{i}"));
        var pieces = SlackText.Pieces(words, Reader, 3000);
        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, 3000));
        Assert.Equal(words, string.Join(' ', pieces));
    }

    [Fact]
    public void Where_lines_fit_a_cut_is_between_two_of_them()
    {
        // Four lines of 904 characters: three of them fit into 3000, and the fourth begins the next piece.
        var lines = Enumerable.Range(0, 4).Select(i => $"{i}: {string.Join(' ', Enumerable.Repeat("word", 180))}").ToList();
        Assert.Equal([string.Join('\n', lines.Take(3)), lines[3]], SlackText.Pieces(string.Join('\n', lines), Reader, 3000));
    }

    [Theory]
    [InlineData(99, 1)]
    [InlineData(100, 2)]
    [InlineData(1000, 11)]
    public void A_long_table_goes_on_in_the_next_message_and_no_row_is_lost(int rows, int messages)
    {
        var reply = new Reply("Rows:")
        {
            Table = new Table(["Row", "When"], [.. Enumerable.Range(0, rows).Select(i => new Text[] { $"row {i}", $"{Noon}" })]),
            Actions = [new Button("Share", "share", "x")],
        };
        var pages = SlackRenderer.Pages(reply, Reader);
        Assert.Equal(messages, pages.Count);
        Assert.All(pages, SlackLimits.CheckMessage);
        Assert.Equal(Enumerable.Range(0, rows).Select(i => $"row {i}"),
            pages.SelectMany(page => Blocks(page, "table")).SelectMany(table => table["rows"]!.AsArray().Skip(1))
                .Select(row => (string)row![0]!["text"]!));
        Assert.Single(pages.SelectMany(page => Blocks(page, "actions")));
        Assert.Single(Blocks(pages[0], "actions"));
    }

    [Fact]
    public void A_table_that_Slack_does_not_take_is_lines()
    {
        var reply = new Reply("Wide:") { Table = new Table([], [[.. Enumerable.Range(0, 30).Select(i => (Text)$"{i}")]]) };
        var page = Assert.Single(SlackRenderer.Pages(reply, Reader));
        SlackLimits.CheckMessage(page);
        Assert.StartsWith("*0* · 1 · 2", (string?)Blocks(page, "section")[1]["text"]!["text"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_is_drawn_and_otherwise_told()
    {
        var reply =
            new Reply(
                "Budget")
            {
                Chart =
                        new Chart("Remaining", [.. Enumerable.Range(1, 60).Select(i => $"day {i}")],
                            [.. Enumerable.Range(1, 60).Select(i => 100m - i)], "%"),
            };
        var drawn = Assert.Single(Blocks(SlackRenderer.Pages(reply, Reader)[0], "data_visualization"));
        Assert.Equal(["day 1", "day 60"],
            new[] { drawn["chart"]!["series"]![0]!["data"]![0]!, drawn["chart"]!["series"]![0]!["data"]![19]! }.Select(
                point => (string)point["label"]!));
        Assert.Equal(("Remaining", "%"),
            ((string)drawn["chart"]!["series"]![0]!["name"]!, (string)drawn["chart"]!["axis_config"]!["y_label"]!));
        var told = SlackRenderer.Pages(reply, Reader, charts: false)[0];
        Assert.Empty(Blocks(told, "data_visualization"));
        Assert.Contains("day 17 83", told.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Buttons_of_one_action_have_ids_of_their_own_and_values_as_they_are()
    {
        var page =
            SlackRenderer
                .Pages(
                    new Reply(
                        "Which?")
                    { Actions = [.. Enumerable.Range(1, 30).Select(i => new Button($"Take {i}", "accept", $"id-{i}"))] },
                            Reader)[0];
        SlackLimits.CheckMessage(page);
        Assert.Equal([25, 5], Blocks(page, "actions").Select(block => block["elements"]!.AsArray().Count));
        Assert.Equal(["accept", "accept#2"],
            Blocks(page, "actions")[0]["elements"]!.AsArray().Take(2).Select(button => (string)button!["action_id"]!));
        Assert.Equal("id-30", (string?)Blocks(page, "actions")[1]["elements"]![4]!["value"]);
    }

    [Theory]
    [InlineData(Audience.You, "ephemeral")]
    [InlineData(Audience.Everyone, "in_channel")]
    public void Who_sees_an_answer_is_said(Audience audience, string type)
    {
        var reply = new Reply("Hello") { Audience = audience };
        Assert.Equal(type, (string?)SlackRenderer.Answer(reply, SlackRenderer.Pages(reply, Reader)[0])["response_type"]);
    }

    [Fact]
    public void A_reply_that_asks_for_input_has_a_button_that_asks_again_where_a_form_can_open()
    {
        var page =
            SlackRenderer
                .Pages(new Reply("Still needed: person.") { Form = new Form("oncall override", "Put somebody in", []) }, Reader)[0];
        var button = Blocks(page, "actions")[0]["elements"]![0]!;
        Assert.Equal(("run", "oncall override", "Fill in form"),
            ((string?)button["action_id"], (string?)button["value"], (string?)button["text"]!["text"]));
    }

    [Fact]
    public void Fields_of_a_form_become_what_suits_them()
    {
        var form = new Form("oncall override", "Put somebody else on call for a while",
        [
            new FormField("person", "Person") { Value = "ben", Kind = FieldKind.Person },
            new FormField("from", "First turn on") { Value = "2027-01-04", Hint = "2027-01-04", Kind = FieldKind.Date },
            new FormField("at", "Handed over at") { Value = "9:00", Kind = FieldKind.Time },
            new FormField("on", "On") { Value = "first of may", Kind = FieldKind.Date },
            new FormField("when", "When") { Hint = "fri 18:00", Kind = FieldKind.Moment },
            new FormField("span", "Times")
            {
                Hint = "for 2h",
                Value = "yesteday",
                Kind = FieldKind.Span,
                Error = "There is no 'yesteday'.",
            },
            new FormField("text", "Because") { Optional = true, Multiline = true },
            new FormField("layer", "Layer") { Options = [new("primary", "Primary"), new("secondary", "Secondary")], Value = "secondary" },
            new FormField("incident",
                "Incident") { Options = [.. Enumerable.Range(0, 150).Select(i => new FormOption($"i{i}", $"Incident {i}"))] },
            new FormField("odd", "Odd") { Options = [new(new string('x', 80), "Too long")] },
        ]);
        var modal = SlackForm.Modal(form with { Act = "Preview override" }, "{}");
        SlackLimits.CheckView(modal);
        Golden.Matches("slack/modal", Pretty(modal));
        Assert.Equal(
            ["external_select", "datepicker", "timepicker", "plain_text_input", "datetimepicker", "plain_text_input", "plain_text_input",
                "static_select", "external_select", "plain_text_input"],
            Blocks(modal, "input").Select(input => (string)input["element"]!["type"]!));
        Assert.Equal(100, SlackForm.Suggestions(form.Fields[8].Options)["options"]!.AsArray().Count);
        Assert.Equal("i149", Assert.Single(Choices.Matching(form.Fields[8].Options, " incident 149 ")).Value);
    }

    [Fact]
    public void An_answer_in_bold_that_is_longer_than_a_message_ends_and_stays_plain()
    {
        var page = SlackRenderer.Pages(new Reply(Text.Bold(string.Join(' ', Enumerable.Repeat("on call", 1000)))), Reader)[0];
        SlackLimits.CheckMessage(page);
        Assert.All(Blocks(page, "section"), section => Assert.DoesNotContain('*', (string)section["text"]!["text"]!));
    }

    [Fact]
    public void A_command_is_shown_as_it_is_typed()
    {
        var page = Assert.Single(SlackRenderer.Pages(new Reply($"Type {Text.Code("override `pay` <person> & *all*")}"), Reader));
        SlackLimits.CheckMessage(page);
        Assert.Equal("Type `override 'pay' &lt;person&gt; &amp; *all*`", (string)Blocks(page, "section")[0]["text"]!["text"]!);
    }

    [Fact]
    public void Any_reply_stays_within_every_limit_and_no_text_becomes_markup()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var reply = new Odd(new Random(seed), Evil).Reply();
            try
            {
                Assert.All(SlackRenderer.Pages(reply, Reader), SlackLimits.CheckMessage);
                Assert.All(SlackRenderer.Pages(reply, Reader, charts: false), SlackLimits.CheckMessage);
                SlackLimits.CheckView(SlackRenderer.Sheet(reply, Reader));
                SlackLimits.CheckView(SlackHome.View([new("Now", [reply, reply]), new("Waiting", [reply])], Reader));
                if (reply.Form is { } form) SlackLimits.CheckView(SlackForm.Modal(form, "{}"));
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"seed {seed}", failure);
            }
        }
    }

    internal static string Pretty(JsonNode json) =>
        json.ToJsonString(
            new JsonSerializerOptions
            {
                WriteIndented = true,
                Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            });

    private static List<JsonNode> Blocks(JsonNode surface, string type) =>
        [.. surface["blocks"]!.AsArray().Where(block => (string?)block!["type"] == type).Select(block => block!)];
}
