using System.IO.Compression;
using PaymentHub.BankFormats.Incoming.Tables;

namespace PaymentHub.BankFormats.Incoming;

/// <summary>
/// Takes files out of a package (gzip, zip) without trusting it: bytes of the package, files in it and bytes of all
/// when unpacked are bounded, and a package inside a package is refused.
/// </summary>
internal static class PackedFile
{
    private const int MostFiles = 100;

    private const int NameLength = 60;

    public static bool IsGzip(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);

    public static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8);

    /// <summary>Reads the one file that a gzip stream holds.</summary>
    public static FileOutcome ReadGzip(ReadContext read, SourceFile source)
    {
        using var hashed = new HashedStream(source.Read());
        using var gzip = new GZipStream(hashed, CompressionMode.Decompress, leaveOpen: true);
        ReadPart(read, new UnpackedBytes(read, () => hashed.BytesRead, read.Limits.MaxFileBytes).Of(gzip));
        return Judge(read, hashed);
    }

    /// <summary>Reads a workbook, or every file of a package one after another.</summary>
    public static FileOutcome ReadZip(ReadContext read, SourceFile source)
    {
        using var hashed = new HashedStream(source.Read());
        try
        {
            using var zip = new ZipArchive(XlsxFile.Packed(read, hashed), ZipArchiveMode.Read);
            var isWorkbook = XlsxFile.IsWorkbook(zip);
            var most = isWorkbook ? XlsxFile.MaxUnpackedBytes : read.Limits.MaxFileBytes;
            var unpacked = new UnpackedBytes(read, () => hashed.BytesRead, most);
            if (isWorkbook) XlsxFile.Read(read, zip, unpacked);
            else ReadFiles(read, zip, unpacked);
        }
        catch (InvalidDataException)
        {
            Broken(read);
        }
        catch (ReadingStopped)
        {
            // The reason is already among the findings.
        }

        return Judge(read, hashed);
    }

    private static void ReadFiles(ReadContext read, ZipArchive zip, UnpackedBytes unpacked)
    {
        var files = zip.Entries
            .Where(e => e.Name.Length > 0 && !e.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)).ToList();
        if (files.Count == 0)
            throw read.Findings.Stop(
                0, "", FileReason.UnsupportedType, "Gói ZIP không có tệp nào.", "A ZIP package without a file.");
        if (files.Count > MostFiles)
            throw read.Findings.Stop(
                0, "", FileReason.LimitExceeded, $"Gói ZIP có hơn {MostFiles} tệp.",
                $"A ZIP package of more than {MostFiles} files.");
        var formats = new HashSet<string>();
        foreach (var file in files)
        {
            if (files.Count > 1) Name(read, file.FullName);
            if (file.IsEncrypted)
                throw read.Findings.Stop(
                    0, "", FileReason.UnsupportedType, "Gói ZIP có mật khẩu.", "A ZIP package with a password.");
            read.BeginPart();
            using var bytes = unpacked.Of(file.Open());
            ReadPart(read, bytes);
            formats.Add(read.Format);
        }

        if (formats.Count > 1) read.Format = "ZIP";
    }

    private static void Name(ReadContext read, string name)
    {
        var shown = Xml.XmlShown.Of(name.Length > NameLength ? name[^NameLength..] : name);
        read.Remark(0, shown, $"Tệp trong gói: {shown}.", $"A file of the package: {shown}.");
    }

    private static void ReadPart(ReadContext read, Stream bytes)
    {
        try
        {
            var source = SourceFile.Open(bytes);
            if (IsGzip(source.Head) || (IsZip(source.Head) && !LooksLikeWorkbook(source.Head)))
                throw read.Findings.Stop(
                    0, "", FileReason.LimitExceeded, "Gói nén nằm trong gói nén.", "A package inside a package.");
            FileInspector.ReadSource(read, source);
        }
        catch (InvalidDataException)
        {
            Broken(read);
        }
        catch (ReadingStopped)
        {
            // The reason is already among the findings; other files of the package are read all the same.
        }
    }

    // Both are zips; the parts of a workbook have fixed names, of which one stands in the first header.
    private static bool LooksLikeWorkbook(ReadOnlySpan<byte> head) =>
        head.IndexOf("[Content_Types].xml"u8) >= 0 || head.IndexOf("xl/"u8) >= 0;

    private static void Broken(ReadContext read) => read.Refuse(
        0, "", FileReason.Truncated, "Tệp nén hỏng hoặc bị cắt cụt.", "The package is broken or cut off.");

    private static FileOutcome Judge(ReadContext read, HashedStream hashed)
    {
        read.Findings.Close();
        return read.Findings.Judge(hashed.ReadToEnd(read.Limits.MaxFileBytes), hashed.BytesRead);
    }
}
