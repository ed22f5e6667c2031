using System.Buffers.Binary;
using LiteDB;

namespace Watchbill.Storage;

/// <summary>What tests do to LiteDB's files that the product does not.</summary>
internal static class LiteFiles
{
    public const int PageSize = 8192;
    private const int UserVersion = 76;

    public static void MakeForeign(string path)
    {
        using var theirs = new LiteDatabase(path);
        theirs.GetCollection("theirs").Insert(new BsonDocument { ["a"] = 1 });
    }

    public static void MakeNewer(string path, int schema)
    {
        using var file = File.Open(path, FileMode.Open);
        var mark = new byte[4];
        file.Position = UserVersion;
        file.ReadExactly(mark);
        BinaryPrimitives.WriteInt16LittleEndian(mark, (short)schema);
        file.Position = UserVersion;
        file.Write(mark);
    }
}
