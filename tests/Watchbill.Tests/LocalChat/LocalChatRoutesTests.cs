using System.Net;
using System.Text.Json;

namespace Watchbill.LocalChat;

/// <summary>The shapes of section 8, to the letter.</summary>
public sealed class LocalChatRoutesTests
{
    [Fact]
    public async Task A_reply_has_exactly_these_parts_with_times_in_the_persons_zone()
    {
        await using var host = await LocalHost.StartAsync();
        var answer = await host.AnswerAsync("/chat", new { person = "kit", text = "now payments" });
        Assert.Equal(["text", "reply"], Names(answer));
        var reply = answer.GetProperty("reply");
        Assert.Equal(["text", "fields", "actions", "audience"], Names(reply));
        Assert.Contains("04:00", reply.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"name":"Primary","value":"Ana Silva"}""", reply.GetProperty("fields")[0].GetRawText());
        Assert.Contains("04:00", reply.GetProperty("fields")[1].GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"label":"Share","action":"try.share","value":"payments"}""", reply.GetProperty("actions")[0].GetRawText());
        Assert.Equal("""{"label":"Hand over","action":"try.press","value":"7","style":"primary"}""",
            reply.GetProperty("actions")[1].GetRawText());
        Assert.Equal("you", reply.GetProperty("audience").GetString());
        Assert.Contains("Ana Silva", answer.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("Primary", answer.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_is_columns_and_rows_of_text()
    {
        await using var host = await LocalHost.StartAsync();
        var reply = (await host.AnswerAsync("/chat", new { person = "ana", text = "/me" })).GetProperty("reply");
        Assert.Equal(["text", "fields", "table", "actions", "audience"], Names(reply));
        Assert.Equal("""["From","Layer"]""", reply.GetProperty("table").GetProperty("columns").GetRawText());
        Assert.Contains("09:00", reply.GetProperty("table").GetProperty("rows")[0][0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_is_title_categories_values_and_unit() => Assert.Equal(
        """{"title":"Budget left","categories":["Mon","Tue"],"values":[92.5,80],"unit":"%"}""",
        LocalRenderer.Render(TryCommands.Line, new(NodaTime.DateTimeZone.Utc, null))["chart"]!.ToJsonString());

    [Fact]
    public void A_form_keeps_what_was_typed_and_says_what_is_wrong_beside_the_field() => Assert.Equal(
        """
        {"id":"try","title":"Override","fields":[
        {"name":"person","label":"Person","value":"bob","optional":false,"multiline":false,
        "options":[{"value":"ben","label":"Ben Ode"}],"error":"No person \u0060bob\u0060. Did you mean \u0060ben\u0060?"},
        {"name":"why","label":"Reason","hint":"Kept in the audit log.","optional":true,"multiline":true,"options":[]}]}
        """.ReplaceLineEndings(""),
        LocalRenderer.Render(TryCommands.Ask, new(NodaTime.DateTimeZone.Utc, null))["form"]!.ToJsonString());

    [Fact]
    public async Task A_press_and_a_form_answer_in_the_same_shape()
    {
        await using var host = await LocalHost.StartAsync();
        var pressed = await host.AnswerAsync("/chat/press", new { person = "ana", action = "try.press", value = "7" });
        Assert.Equal("Pressed 7.", pressed.GetProperty("reply").GetProperty("text").GetString());
        var submitted = await host.AnswerAsync("/chat/submit", new { person = "ana", form = "nothing", values = new { person = "ben" } });
        Assert.Equal(["text", "reply"], Names(submitted));
    }

    [Theory]
    [InlineData("refuse")]
    [InlineData("frobnicate the payments")]
    [InlineData("")]
    [InlineData("<@here> *_~`")]
    public async Task A_refusal_is_200_with_a_reply_that_says_so(string text)
    {
        await using var host = await LocalHost.StartAsync();
        using var response = await host.PostAsync("/chat", new { person = "ana", text });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEqual("", (await LocalHost.JsonAsync(response)).GetProperty("text").GetString());
    }

    [Fact]
    public async Task Hostile_words_arrive_as_the_words_they_are()
    {
        await using var host = await LocalHost.StartAsync();
        const string Hostile = "<img src=x onerror=alert(1)> <@here> &amp; 𝕏 الليل";
        var answer = await host.AnswerAsync("/chat", new { person = "ana", text = "say " + Hostile });
        Assert.Equal(Hostile, answer.GetProperty("reply").GetProperty("text").GetString());
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(property => property.Name);
}
