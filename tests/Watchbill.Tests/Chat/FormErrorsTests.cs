using NodaTime;

namespace Watchbill.Chat;

public sealed class FormErrorsTests
{
    private static readonly FormField Person = new("person", "Person");
    private static readonly FormField Span = new("span", "Times");

    [Fact]
    public void An_error_stands_beside_its_field()
    {
        var errors = Beside(["person", "span"], Person, Span with { Error = "Which day?" });

        Assert.Equal(new Dictionary<string, string> { ["span"] = "Which day?" }, errors);
    }

    [Fact]
    public void An_error_whose_field_is_not_shown_stands_beside_the_first_that_is() =>
        Assert.Equal(new Dictionary<string, string> { ["span"] = "Not like this." },
            Beside(["span"], Person with { Error = "Who?" }, Span));

    [Fact]
    public void Where_nothing_is_shown_nothing_stands_beside_it() =>
        Assert.Empty(Beside([], Person with { Error = "Who?" }));

    [Fact]
    public void An_answer_without_a_form_has_no_errors() =>
        Assert.Empty(FormErrors.Beside(new Reply("Done."), new HashSet<string> { "person" }, new Reader(DateTimeZone.Utc, null)));

    private static IReadOnlyDictionary<string, string> Beside(HashSet<string> shown, params FormField[] fields) =>
        FormErrors.Beside(new Reply("Not like this.") { Form = new Form("oncall override", "Override", fields) }, shown,
            new Reader(DateTimeZone.Utc, null));
}
