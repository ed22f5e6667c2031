using System.Text;
using System.Text.Json;
using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill.Storage;

/// <summary>What is to be done about something that a platform sent, as earlier releases have stored it.</summary>
public sealed class PayloadTests
{
    public static TheoryData<string> Kept =>
    [
        """
        press {"User":"U0ANA","Action":"confirm","Value":"Q2xvdWQ","Message":"1763632800.000100","At":"1763632900.000001",
        "Channel":"C0PAY","Thread":null,"ResponseUrl":"https://hooks.slack.com/actions/T0WATCH/1/a","Trigger":"1.2.fake",
        "Modal":null,"Ephemeral":true,"Conversation":"C0PAY",
        "What":"press\nC0PAY\n1763632800.000100\nU0ANA\nconfirm\n5fbd65ee92e1cd7e9ab30f1bd8f45c3341369f6b1e3825f92d14f6d309328fa3"}
        """,
        """
        form {"User":"U0ANA","Form":"oncall override","View":"V1",
        "Values":{"rotation":"payments","text":"\u003Cb\u003E \u0026 \u0027\u00E9\u0027"},
        "Channel":"C0PAY","ResponseUrl":"https://hooks.slack.com/actions/T0WATCH/1/a","Replace":true,
        "Place":{"User":"U0ANA","Channel":"C0PAY","Thread":null,"ResponseUrl":"https://hooks.slack.com/actions/T0WATCH/1/a",
        "Trigger":null,"Modal":null,"Replace":true,"Lasting":false,"OnHome":false,"Conversation":"C0PAY","IsDirect":false,
        "IsConversation":true}}
        """,
        """message {"User":"U0ANA","Channel":"D0ANA","Text":"now payments","Thread":"1763632800.000100"}""",
    ];

    [Theory]
    [MemberData(nameof(Kept))]
    public void What_an_earlier_release_kept_is_read(string todo)
    {
        var read = Read(todo);

        Assert.Equal("U0ANA", read.User);
        switch (read)
        {
            case PressPayload press:
                Assert.Equal(new PressPayload("U0ANA", "confirm", "Q2xvdWQ", "1763632800.000100", "1763632900.000001")
                {
                    Channel = "C0PAY",
                    ResponseUrl = "https://hooks.slack.com/actions/T0WATCH/1/a",
                    Ephemeral = true,
                }, press);
                Assert.EndsWith("\nconfirm\n5fbd65ee92e1cd7e9ab30f1bd8f45c3341369f6b1e3825f92d14f6d309328fa3", press.Key,
                    StringComparison.Ordinal);
                break;
            case SubmissionPayload form:
                Assert.Equal(("oncall override", "V1", "C0PAY"), (form.Form, form.View, form.Channel));
                Assert.Equal("<b> & 'é'", form.Values["text"]);
                break;
            default:
                Assert.Equal(new MessagePayload("U0ANA", "now payments") { Channel = "D0ANA", Thread = "1763632800.000100" }, read);
                break;
        }
    }

    /// <summary>A release that is rolled back finishes what a later one kept: the names stay.</summary>
    [Theory]
    [MemberData(nameof(Kept))]
    public void What_is_kept_has_the_names_that_an_earlier_release_reads(string todo)
    {
        var written = Written(Read(todo));

        Assert.StartsWith(todo[..(todo.IndexOf('{', StringComparison.Ordinal) + 1)], written, StringComparison.Ordinal);
        using var before = JsonDocument.Parse(todo[todo.IndexOf('{', StringComparison.Ordinal)..]);
        using var now = JsonDocument.Parse(written[written.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.All(now.RootElement.EnumerateObject(), property =>
            Assert.True(before.RootElement.TryGetProperty(property.Name, out var known)
                ? JsonElement.DeepEquals(known, property.Value) : property.Value.ValueKind == JsonValueKind.Null, property.Name));
        Assert.Equal(Written(Read(written)), written);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("swipe {\"User\":\"U0ANA\"}")]
    [InlineData("press {\"User\":\"U0ANA\"}")]
    [InlineData("press {\"User\":null,\"Action\":\"a\",\"Value\":\"v\",\"Message\":\"m\",\"At\":\"1\"}")]
    [InlineData("press null")]
    [InlineData("form {")]
    [InlineData("message")]
    public void What_cannot_be_read_is_kept_as_it_is_and_hides_nothing_else(string todo)
    {
        Assert.Equal(new UnknownPayload(todo), Read(todo));
        Assert.Equal(todo, Written(Read(todo)));
    }

    private static Payload Read(string todo) => ((InboxItem)Documents.Deserialize(typeof(InboxItem), "slack/1",
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { at = "2026-11-16T09:00:00Z", mark = "", todo })))).Todo!;

    private static string Written(Payload payload)
    {
        var item = new InboxItem(Cases.At("2026-11-16T09:00:00Z"), "") { Todo = payload };
        using var document = JsonDocument.Parse(Documents.Serialize(item));
        return document.RootElement.GetProperty("todo").GetString()!;
    }
}
