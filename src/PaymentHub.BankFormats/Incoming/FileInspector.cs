using System.Text;
using PaymentHub.BankFormats.Incoming.Bai2;
using PaymentHub.BankFormats.Incoming.Iso;
using PaymentHub.BankFormats.Incoming.Lines;
using PaymentHub.BankFormats.Incoming.Lists;
using PaymentHub.BankFormats.Incoming.Swift;
using PaymentHub.BankFormats.Incoming.Tables;
using PaymentHub.BankFormats.Outgoing;

namespace PaymentHub.BankFormats.Incoming;

/// <summary>
/// Reads any file that a bank may send, once and as a stream, and judges it: what it is, what it holds, what is wrong.
/// Nothing is changed anywhere.
/// <para>
/// Entries are handed out while the file is being read, so none is final: the caller stages them and uses the staging
/// only when the verdict, known at the end, says ACCEPT (or HOLD, after a person decided).
/// </para>
/// </summary>
public static class FileInspector
{
    /// <summary>Reads the stream to its end; it is not disposed. Throws only what the stream throws.</summary>
    public static Inspection Inspect(
        Stream bytes, InspectionOptions? options = null, Action<IncomingStatement?, IncomingEntry>? stage = null)
    {
        var read = new ReadContext(options ?? new InspectionOptions(), stage);
        var source = SourceFile.Open(bytes);
        FileOutcome outcome;
        if (PackedFile.IsGzip(source.Head)) outcome = PackedFile.ReadGzip(read, source);
        else if (PackedFile.IsZip(source.Head)) outcome = PackedFile.ReadZip(read, source);
        else outcome = ReadSource(read, source);
        return Inspection.Of(read, outcome);
    }

    /// <summary>Reads a file that is not packed, or a workbook.</summary>
    internal static FileOutcome ReadSource(ReadContext read, SourceFile source)
    {
        var kind = FileSniffer.Sniff(source.Head, read.Options);
        if (kind.Objection is { } objection || !kind.IsAllowedBy(read.Options.Format))
        {
            read.Format = kind.Name;
            return Refuse(read, source, kind.Objection ?? kind.NotAsked(read.Options.Format));
        }

        read.Format = kind.Name;
        switch (kind.Family)
        {
            case FileFamily.Swift:
                var lines61 = new MarkerCount(Encoding.ASCII.GetBytes(SwiftReader.Marker), afterSlash: false);
                return LineFile.Read(read, source, lines61, lines =>
                {
                    read.Raw = lines.LeaveEntry;
                    new SwiftReader(read, lines).Read();
                });
            case FileFamily.Bai2:
                var lines16 = new MarkerCount(Encoding.ASCII.GetBytes(Bai2Reader.Marker), afterSlash: true);
                return LineFile.Read(read, source, lines16, lines =>
                {
                    read.Raw = lines.LeaveEntry;
                    new Bai2Reader(read, lines).Read();
                });
            case FileFamily.Table:
                return LineFile.Read(
                    read, source, TableChoice.Markers(kind.Profile!), lines => ReadTable(read, kind.Profile!, lines));
            case FileFamily.PayList:
                return LineFile.Read(
                    read, source, ListChoice.Markers(kind.List!.Layout), lines => ReadList(read, kind.List, lines));
            case FileFamily.Workbook:
                return PackedFile.ReadZip(read, source);
            default:
                using (var xml = new IsoFile(read, source)) return xml.Read();
        }
    }

    private static void ReadTable(ReadContext read, TableProfile profile, ByteLines lines)
    {
        TableRows rows = profile.Kind == TableKind.Fixed
            ? new FixedRows(lines, profile)
            : new CsvRows(read, lines, profile.Separator);
        read.Raw = lines.EndEntry;
        new TableReader(read, profile, rows).Read();
        lines.Drain();
        read.CheckMarkers("row");
    }

    private static void ReadList(ReadContext read, PayListProfile profile, ByteLines lines)
    {
        IListRows rows = profile.Layout.Kind == ListKind.Csv
            ? new CellRows(new CsvRows(read, lines, profile.Layout.Separator), lines)
            : new FixedListRows(lines);
        read.Raw = lines.EndEntry;
        new ListReader(read, profile, rows).Read();
        lines.Drain();
        read.CheckMarkers("row");
    }

    private static FileOutcome Refuse(ReadContext read, SourceFile source, FileFinding finding)
    {
        using var hashed = new HashedStream(source.Read());
        // Only the hash is wanted: the same file sent again is known by it.
        var hash = hashed.ReadToEnd(read.Limits.MaxFileBytes);
        read.Findings.Add(finding);
        return read.Findings.Judge(hash, hashed.BytesRead);
    }
}
