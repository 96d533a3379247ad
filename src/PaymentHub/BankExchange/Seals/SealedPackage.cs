using System.IO.Compression;

namespace PaymentHub.BankExchange.Seals;

/// <summary>A file and its detached signature in one package: <c>X</c> and <c>X.p7s</c> in <c>X.zip</c>.</summary>
internal static class SealedPackage
{
    public const string Suffix = ".zip";

    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Pack(string name, byte[] file, IReadOnlyList<DetachedPart> parts)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, name, file);
            foreach (var part in parts) Add(zip, name + part.Suffix, part.Bytes);
        }

        return packed.ToArray();
    }

    /// <summary>The file and its signature; anything else in the package refuses it.</summary>
    public static (string Name, byte[] File, byte[] Signature) Unpack(byte[] package, long mostBytes)
    {
        const int SignatureBytes = 256 * 1024;
        try
        {
            using var zip = new ZipArchive(new MemoryStream(package, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count == 2)
            {
                var signature = zip.Entries.FirstOrDefault(e => e.Name.EndsWith(".p7s", StringComparison.Ordinal));
                var file = zip.Entries.FirstOrDefault(e => e != signature);
                if (signature is not null && file is not null && signature.Name == file.Name + ".p7s")
                    return (file.Name, Read(file, mostBytes), Read(signature, SignatureBytes));
            }
        }
        catch (InvalidDataException)
        {
            // Said below: it is no such package.
        }

        throw SealRefusedException.Of(
            SealReason.SignatureMissing, Suffix, "Cần gói ZIP gồm đúng tệp và chữ ký .p7s của nó.",
            "A ZIP package of exactly the file and its .p7s signature is needed.");
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = NoTime;
        using var to = entry.Open();
        to.Write(bytes);
    }

    private static byte[] Read(ZipArchiveEntry entry, long mostBytes)
    {
        using var bytes = new MemoryStream();
        using var from = entry.Open();
        from.CopyTo(new LimitedStream(bytes, mostBytes));
        return bytes.ToArray();
    }
}
