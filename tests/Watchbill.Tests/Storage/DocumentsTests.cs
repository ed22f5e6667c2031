using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.Storage;

/// <summary>The JSON of every stored kind, as documents that exist already have it.</summary>
public sealed class DocumentsTests
{
    private static readonly JsonSerializerOptions Indented = new(Documents.Options) { WriteIndented = true, NewLine = "\n" };

    private static readonly string Golden =
        Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "Golden", "documents")).FullName;

    public static TheoryData<string> Kinds => [.. Documents.Names.Values];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_golden_document_is_read_and_written_as_ever(string kind)
    {
        var type = Documents.Names.Single(known => known.Value == kind).Key;
        var file = Path.Combine(Golden, kind + ".json");
        var golden = File.Exists(file) ? File.ReadAllText(file) : "{}";
        if (DocumentSamples.All.SingleOrDefault(sample => sample.GetType() == type) is not { } sample)
        {
            // Its file is all there is to pin it, so nothing may be left out there.
            sample = Documents.Deserialize(type, kind, Encoding.UTF8.GetBytes(golden));
            Assert.All(type.GetProperties().Where(property => property.CanWrite), property => Assert.NotNull(property.GetValue(sample)));
        }

        var written = JsonSerializer.Serialize(sample, type, Indented) + "\n";
        // To be read, and where it is right copied to Golden/documents.
        if (golden != written) File.WriteAllText(Path.ChangeExtension(file, ".actual"), written);

        Assert.Equal(golden, written);
        Assert.Null(FirstDifference(sample, Documents.Deserialize(type, kind, Encoding.UTF8.GetBytes(golden)), kind));
    }

    [Fact]
    public void Ids_of_a_platform_that_came_later_stand_together_and_are_read_again()
    {
        var accounts = Platforms.OnSlack("U0ANA").With(Platforms.Other, "@ana");
        var person = new Person("ana", "Ana Silva") { TimeZone = "Europe/Lisbon", Accounts = accounts };
        var rotation = Some.Payments with { Groups = Platforms.OnSlack("S0PAY").With(Platforms.Other, "pay") };
        var team = new Team("payments", "Payments") { Lead = "ana", Channels = Platforms.OnTeams("19:abc").With(Platforms.Other, "#pay") };
        Has("""
            "slack":"U0ANA","accounts":{"other":"@ana"}
            """, person);
        Has("""
            "slackGroup":"S0PAY","groups":{"other":"pay"}
            """, rotation);
        Has("""
            "channel":{"other":"#pay","teams":"19:abc"}
            """, team);
        Assert.Equal(accounts, Again(person).Accounts);
        Assert.Equal(rotation.Groups, Again(rotation).Groups);
        Assert.Equal(team.Channels, Again(team).Channels);

        static void Has(string json, object value) =>
            Assert.Contains(json, Encoding.UTF8.GetString(Documents.Serialize(value)), StringComparison.Ordinal);
        static T Again<T>(T value) where T : class => (T)Documents.Deserialize(typeof(T), "again", Documents.Serialize(value));
    }

    [Fact]
    public void Every_golden_document_is_of_a_kind_that_is_stored()
    {
        var files = Directory.GetFiles(Golden, "*.json").Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(Documents.Names.Values.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"id":"payments","name":"Payments"}""", "lead")]
    [InlineData("""{"name":"Payments","lead":"ana"}""", "id")]
    [InlineData("""{"id":"payments","name":null,"lead":"ana"}""", "name")]
    [InlineData("""{"id":"payments","name":"Payments","lead":"ana","members":null}""", "members")]
    [InlineData("""{"id":"payments","name":7,"lead":"ana"}""", "name")]
    [InlineData("null", "null")]
    [InlineData("{", "JSON")]
    public void A_broken_document_is_refused_by_kind_and_id(string json, string names)
    {
        var broken = Assert.Throws<StorageException>(() => Documents.Deserialize(typeof(Team), "payments", Encoding.UTF8.GetBytes(json)));

        Assert.StartsWith("The team 'payments' in the database cannot be read: ", broken.Message, StringComparison.Ordinal);
        Assert.Contains(names, broken.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""
        {"rotation":"p","shift":{"layer":"primary","start":"2026-11-16T09:00:00Z",
        "end":"2026-11-23T09:00:00Z","source":"turn"},"recordedAt":"2026-11-23T09:00:00Z"}
        """)]
    [InlineData("""
        {"rotation":"p","shift":{"layer":"primary","turn":0,"start":"yesterday",
        "end":"2026-11-23T09:00:00Z","source":"turn"},"recordedAt":"2026-11-23T09:00:00Z"}
        """)]
    [InlineData("""
        {"rotation":"p","shift":{"layer":"primary","turn":0,"start":"2026-11-16T09:00:00Z",
        "end":"2026-11-23T09:00:00Z","source":"2"},"recordedAt":"2026-11-23T09:00:00Z"}
        """)]
    public void A_shift_without_its_number_start_or_source_is_refused(string json) =>
        Assert.Throws<StorageException>(() => Documents.Deserialize(typeof(WorkedShift), "p", Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_service_from_before_objectives_and_engagements_is_read_with_their_defaults()
    {
        var read = (Service)Documents.Deserialize(typeof(Service), "checkout", """{"id":"checkout","team":"payments","retired":false}"""u8);

        Assert.Equal(("default", Engagements.Engagement.YouBuildYouRun), (read.Policy, read.Engagement));
        Assert.Empty(read.Slos);
    }

    /// <summary>What is left out comes back as the default: a page of which nothing was due was due since it opened.</summary>
    [Fact]
    public void What_is_null_is_null_when_it_is_read_back()
    {
        var (nullability, lost) = (new NullabilityInfoContext(), new List<string>());
        // Of a policy exactly one part is there.
        foreach (var sample in DocumentSamples.All.Where(one => one is not Policy))
        {
            foreach (var property in sample.GetType().GetProperties().Where(one => one.CanWrite))
            {
                if (nullability.Create(property).WriteState != NullabilityState.Nullable) continue;
                var without = Documents.Deserialize(sample.GetType(), "id", Documents.Serialize(sample));
                property.SetValue(without, null);
                var read = Documents.Deserialize(sample.GetType(), "id", Documents.Serialize(without));
                if (property.GetValue(read) is not null) lost.Add($"{sample.GetType().Name}.{property.Name}");
            }
        }

        Assert.Empty(lost);
    }

    /// <summary>Nobody has said how many were hurt: read back as "everybody" it would burn a budget that it does not.</summary>
    [Fact]
    public void An_impact_that_nobody_has_said_is_still_not_said_when_it_is_read_back()
    {
        var incident = (Incident)DocumentSamples.All.Single(sample => sample is Incident) with { Impact = null };

        Assert.Null(((Incident)Documents.Deserialize(typeof(Incident), "checkout/000012", Documents.Serialize(incident))).Impact);
    }

    [Theory]
    [InlineData(300, "0:05:00")]
    [InlineData(93_600, "26:00:00")]
    public void A_duration_is_stored_in_hours_however_long_it_is(int seconds, string stored) =>
        Assert.Equal(stored, JsonSerializer.SerializeToNode(Duration.FromSeconds(seconds), Documents.Options)!.GetValue<string>());

    [Fact]
    public void What_a_later_version_added_is_passed_over()
    {
        var read =
            (Team)Documents.Deserialize(typeof(Team), "payments",
                """{"id":"payments","name":"Payments","lead":"ana","mascot":"otter"}"""u8);

        Assert.Equal("Payments", read.Name);
        Assert.Empty(read.Members);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain words with <b>, & and é 🦦")]
    public void A_text_of_words_is_a_string(string words)
    {
        var json = JsonSerializer.SerializeToNode(words.Length == 0 ? Text.Empty : (Text)words, Documents.Options)!;

        Assert.Equal(words, json.GetValue<string>());
        Assert.Equal(words.Length == 0 ? Text.Empty : words, json.Deserialize<Text>(Documents.Options));
    }

    [Fact]
    public void A_text_keeps_its_parts()
    {
        var nine = Instant.FromUtc(2026, 11, 16, 9, 0);
        Text text = (Text)$"{new Words("")}one{"two"}{nine:time}{new Mention("ana", "Ana")}{People.Named("ben", "Ben")}"
            + Text.Span(nine, nine + Duration.FromHours(8)) + Text.Bold($"b{nine:date}");

        var json = JsonSerializer.SerializeToNode(text, Documents.Options);

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(
                """
                ["", "one", "two", {"time": "2026-11-16T09:00:00Z", "shape": "time"}, {"mention": "ana", "name": "Ana"},
                {"mention": "ben", "name": "Ben", "quiet": true}, {"time": "2026-11-16T09:00:00Z", "until": "2026-11-16T17:00:00Z"},
                {"strong": "b"}, {"time": "2026-11-16T09:00:00Z", "shape": "date", "bold": true}]
                """), json), json?.ToJsonString());
        Assert.Equal(text, json.Deserialize<Text>(Documents.Options));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("[7]")]
    [InlineData("[null]")]
    [InlineData("[{}]")]
    [InlineData("""[{"mention":"ana"}]""")]
    public void What_is_no_text_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Text>(json, Documents.Options));

    /// <summary>Where two values differ, lists compared by what they hold; null: nowhere.</summary>
    private static string? FirstDifference(object? expected, object? actual, string path)
    {
        if (expected is IEnumerable and not string && actual is IEnumerable and not string)
        {
            var (left, right) = (((IEnumerable)expected).Cast<object?>().ToList(), ((IEnumerable)actual).Cast<object?>().ToList());
            if (left.Count != right.Count) return $"{path}: {left.Count} and {right.Count} items";
            return left.Select((item, i) => FirstDifference(item, right[i], $"{path}[{i}]"))
                .FirstOrDefault(difference => difference is not null);
        }

        if (expected is ReadOnlyMemory<byte> text && actual is ReadOnlyMemory<byte> read && text.Span.SequenceEqual(read.Span)) return null;
        if (Equals(expected, actual)) return null;
        if (expected is null || actual is null || expected is Text
            || expected.GetType().Namespace?.StartsWith("Watchbill", StringComparison.Ordinal) != true)
        {
            return $"{path}: {expected} and {actual}";
        }

        if (expected.GetType() != actual.GetType() || expected is Enum) return $"{path}: {expected} and {actual}";
        return expected.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => FirstDifference(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}"))
            .FirstOrDefault(difference => difference is not null);
    }
}
