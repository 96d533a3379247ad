using System.IO.Compression;

namespace PaymentHub.BankExchange.Seals;

/// <summary>A file and its detached signature in one package: <c>X</c> and <c>X.p7s</c> in <c>X.zip</c>.</summary>
internal sealed class SealedPackage : IDisposable
{
    public const string Suffix = ".zip";

    private const int MostSignatureBytes = 256 * 1024;
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

    private readonly ZipArchive _zip;
    private readonly ZipArchiveEntry _file;
    private readonly ZipArchiveEntry _signature;

    private SealedPackage(ZipArchive zip, ZipArchiveEntry file, ZipArchiveEntry signature) =>
        (_zip, _file, _signature) = (zip, file, signature);

    /// <summary>The file's own name.</summary>
    public string Name => _file.Name;

    /// <summary>Opens a package, which must be seekable; anything beside the two refuses it.</summary>
    public static SealedPackage Open(Stream package)
    {
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
            var signature = zip.Entries.FirstOrDefault(e => e.Name.EndsWith(".p7s", StringComparison.Ordinal));
            var file = zip.Entries.FirstOrDefault(e => e != signature);
            if (zip.Entries.Count == 2 && signature is not null && file is not null
                && signature.Name == file.Name + ".p7s")
                return new SealedPackage(zip, file, signature);
        }
        catch (InvalidDataException)
        {
            // Said below: it is no such package.
        }

        zip?.Dispose();
        throw NoPackage();
    }

    /// <summary>The file, as a stream that fails as a refusal where the package is damaged.</summary>
    public Stream File() => Entry(_file);

    public byte[] Signature()
    {
        using var bytes = new MemoryStream();
        using var from = Entry(_signature);
        try
        {
            from.CopyTo(new LimitedStream(bytes, MostSignatureBytes));
        }
        catch (InvalidDataException)
        {
            throw NoPackage();
        }

        return bytes.ToArray();
    }

    public void Dispose() => _zip.Dispose();

    private static Stream Entry(ZipArchiveEntry entry)
    {
        try
        {
            return entry.Open();
        }
        catch (InvalidDataException)
        {
            throw NoPackage();
        }
    }

    private static SealRefusedException NoPackage() => SealRefusedException.Of(
        SealReason.SignatureMissing, Suffix, "Cần gói ZIP gồm đúng tệp và chữ ký .p7s của nó.",
        "A ZIP package of exactly the file and its .p7s signature is needed.");

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = NoTime;
        using var to = entry.Open();
        to.Write(bytes);
    }
}
