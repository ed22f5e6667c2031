using System.Text;
using LiteDB;
using LiteDB.Engine;

namespace Watchbill.Storage;

/// <summary>Documents as LiteDB keeps them: each in the collection that has the name of its kind, its JSON as text.</summary>
internal static class LiteDocuments
{
    // What one query reads: its pages stay in memory until it ends, and that memory is never given back.
    private const int Portion = 500;

    private static readonly BsonExpression ById = BsonExpression.Create("_id");

    /// <summary>Null where there is none.</summary>
    public static StoredDocument? Find(LiteEngine engine, string kind, string id)
    {
        using var rows = engine.Query(kind, Where("_id = @0", id));
        return rows.Read() ? Of(kind, rows.Current) : null;
    }

    /// <summary>In ordinal order of id; stops early where it is cancelled.</summary>
    public static List<StoredDocument> List(LiteEngine engine, string kind, IdRange range, CancellationToken ct)
    {
        var found = new List<StoredDocument>();
        var rest = range;
        while (found.Count < range.Limit && !ct.IsCancellationRequested)
        {
            var portion = Math.Min(Portion, range.Limit - found.Count);
            var before = found.Count;
            Add(engine, kind, rest with { Limit = portion }, found);
            if (found.Count - before < portion) break;
            rest = range.Descending ? rest with { To = found[^1].Id } : rest with { From = found[^1].Id + '\0' };
        }

        return found;
    }

    /// <summary>Every kind there are documents of, ordinally.</summary>
    public static List<string> Kinds(LiteEngine engine)
    {
        var kinds = new List<string>();
        using var rows = engine.Query("$cols", new Query());
        while (rows.Read())
        {
            if (rows.Current["type"] == "user" && rows.Current["name"].AsString is not LiteState.Collection and var name) kinds.Add(name);
        }

        kinds.Sort(StringComparer.Ordinal);
        return kinds;
    }

    /// <summary>Writes documents of one kind, whatever was there.</summary>
    public static void Write(LiteEngine engine, string kind, IEnumerable<StoredDocument> documents) => engine.Upsert(kind,
        documents.Select(document => new BsonDocument
        {
            ["_id"] = document.Id,
            ["version"] = document.Version,
            ["json"] = Encoding.UTF8.GetString(document.Json),
        }), BsonAutoId.ObjectId);

    private static void Add(LiteEngine engine, string kind, IdRange range, List<StoredDocument> found)
    {
        // Between includes its upper end, and finds rows even where the two have changed places.
        if (range is { From: not null, To: not null } && string.CompareOrdinal(range.From, range.To) >= 0) return;
        var query = range switch
        {
            { From: { } from, To: { } to } => Where("_id BETWEEN @0 AND @1", from, to),
            { From: { } from } => Where("_id >= @0", from),
            { To: { } to } => Where("_id < @0", to),
            _ => new Query(),
        };
        (query.OrderBy, query.Order) = (ById, range.Descending ? Query.Descending : Query.Ascending);
        using var rows = engine.Query(kind, query);
        for (var left = range.Limit; left > 0 && rows.Read();)
        {
            if (rows.Current["_id"].AsString == range.To) continue;
            found.Add(Of(kind, rows.Current));
            left--;
        }
    }

    // Never with the values in the words: each new wording is compiled, and kept for good.
    private static Query Where(string words, params string[] values)
    {
        var query = new Query();
        query.Where.Add(BsonExpression.Create(words, [.. values.Select(value => new BsonValue(value))]));
        return query;
    }

    private static StoredDocument Of(string kind, BsonValue row) =>
        new(kind, row["_id"].AsString, row["version"].AsInt64, Encoding.UTF8.GetBytes(row["json"].AsString));
}
