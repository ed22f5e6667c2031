using LiteDB;
using LiteDB.Engine;
using NodaTime.Text;

namespace Watchbill.Storage;

/// <summary>What a LiteDB file knows about itself, in one document of a collection that is of no kind.</summary>
internal static class LiteState
{
    public const string Collection = "meta";

    private const string Id = "state";

    public static DatabaseState Read(LiteEngine engine)
    {
        using var rows = engine.Query(Collection, new Query());
        if (!rows.Read()) return DatabaseState.New;
        var state = rows.Current;
        return new DatabaseState(state["version"].AsInt64, new AuditChain(state["audit"].AsInt64, state["hash"].AsString))
        {
            BackedUpAt = state["backedUpAt"] is { IsString: true } at ? InstantPattern.ExtendedIso.Parse(at.AsString).Value : null,
            Sha256 = state["sha256"].AsString,
        };
    }

    public static void Write(LiteEngine engine, DatabaseState state)
    {
        var document = new BsonDocument
        {
            ["_id"] = Id,
            ["version"] = state.Version,
            ["audit"] = state.Audit.Number,
            ["hash"] = state.Audit.Hash,
        };
        if (state.BackedUpAt is { } at) document["backedUpAt"] = InstantPattern.ExtendedIso.Format(at);
        if (state.Sha256 is { } hash) document["sha256"] = hash;
        engine.Upsert(Collection, [document], BsonAutoId.ObjectId);
    }
}
