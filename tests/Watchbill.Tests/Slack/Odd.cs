using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Replies that nobody would write, made of pieces that somebody might.</summary>
internal sealed class Odd(Random random, string[] pieces)
{
    private static readonly int[] Lengths = [0, 1, 1, 2, 2, 3, 5, 8, 40, 300];

    public Reply Reply() => new(Text())
    {
        Fields = List(30, () => new Field(Words(), Text())),
        Table = random.Next(2) == 0 ? null : Table(),
        Chart = random.Next(2) == 0 ? null : new Chart(Words(), List(40, Words), List(40, () => (decimal)random.NextDouble()), Words()),
        Actions = List(random.Next(20) == 0 ? 600 : 60, Button),
        Form = random.Next(3) == 0 ? Form() : null,
        Audience = (Audience)random.Next(2),
    };

    private Table Table()
    {
        var columns = random.Next(25);
        return new Table(List(25, Words),
            List(random.Next(30) == 0 ? 150 : 20,
                () => (IReadOnlyList<Text>)List(columns + 1, random.Next(4) == 0 ? (Func<Text>)Text : () => Words())));
    }

    private Button Button() =>
        new(Words(), random.Next(10) == 0 ? new string('a', 300) : $"act{random.Next(5)}",
            new string('v', random.Next(20) == 0 ? 2001 : random.Next(40)))
        { Style = (ButtonStyle)random.Next(3) };

    private Form Form() =>
        new("oncall odd", Words(), [.. Enumerable.Range(0, random.Next(60)).Select(i => new FormField($"field{i}", Words())
        {
            Value = random.Next(2) == 0 ? null : Words(),
            Hint = random.Next(2) == 0 ? null : Words(),
            Error = random.Next(2) == 0 ? null : Words(),
            Options = random.Next(2) == 0 ? [] : List(150, () => new FormOption(Words(), Words())),
        })]);

    private Text Text()
    {
        var text = Watchbill.Chat.Text.Empty;
        for (var i = random.Next(4); i >= 0; i--)
        {
            text += random.Next(4) switch
            {
                0 => (Text)$"{Instant.FromUnixTimeSeconds(random.Next())}",
                1 => new Text([new Mention(random.Next(2) == 0 ? "ana" : "ben", Words())]),
                _ => Words(),
            };
        }

        return text;
    }

    private string Words()
    {
        var separator = random.Next(2) == 0 ? "" : " ";
        return string.Join(separator,
            Enumerable.Range(0, Lengths[random.Next(Lengths.Length)]).Select(_ => pieces[random.Next(pieces.Length)]));
    }

    private List<T> List<T>(int most, Func<T> make) => [.. Enumerable.Range(0, random.Next(most)).Select(_ => make())];
}
