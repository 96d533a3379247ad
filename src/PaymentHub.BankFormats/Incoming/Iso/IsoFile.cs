using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using PaymentHub.BankFormats.Schema;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>Reads one XML file: every ISO 20022 message in it, however wrapped.</summary>
internal sealed partial class IsoFile : IDisposable
{
    private readonly ReadContext _read;
    private readonly CheckedByteStream _bytes;
    private readonly HashedStream? _hashed;
    private readonly CachedNames _table;
    private readonly XmlEncoding _encoding;
    private readonly string _marker;
    private readonly CashNames _cash;
    private readonly PaymentNames _payments;
    private readonly SchemaWatch? _watch;
    private readonly HashSet<string> _unchecked = [];
    private XmlCursor? _xml;

    public IsoFile(ReadContext read, SourceFile source)
    {
        _read = read;
        _table = new CachedNames(read.Limits, read.Findings);
        _encoding = XmlEncoding.Of(source.Head);
        _marker = MarkerOf(source.Head, _encoding.From);
        var bytes = source.Read();
        if (_encoding.From is not null || _encoding.Skip > 0) bytes = _hashed = new HashedStream(bytes);
        if (_encoding.Skip > 0) bytes.ReadExactly(new byte[_encoding.Skip]);
        if (_encoding.From is { } from)
            bytes = Encoding.CreateTranscodingStream(bytes, from, new UTF8Encoding(false), leaveOpen: true);
        _bytes = new CheckedByteStream(
            bytes, read.Limits, read.Findings, _marker, sha256: _hashed is null ? read.Options.Sha256 : null)
        {
            IsComplete = () => _xml is { IsRootClosed: true },
        };
        read.Raw = () => _bytes.RawOf(read.EntriesOfPart + 1);
        if (read.Options.ChecksSchema) _watch = new SchemaWatch(read.Findings, read.Limits);
        (_cash, _payments) = (new CashNames(_table), new PaymentNames(_table));
    }

    public FileOutcome Read()
    {
        try
        {
            if (_encoding.Finding is { } finding) _read.Findings.Add(finding);
            if (_encoding.Finding?.Effect != Verdict.Reject) ReadMessages();
        }
        catch (XmlException error)
        {
            AddQuietly(_xml!.Explain(error));
        }
        catch (DecoderFallbackException)
        {
            AddQuietly(new FileFinding(
                _xml?.Line ?? 0, "", FileReason.BadEncoding, "Có byte không thuộc bảng mã đã khai báo.",
                "Bytes that are not of the declared encoding."));
        }
        catch (ReadingStopped)
        {
            // The reason is already among the findings.
        }

        return Judge();
    }

    public void Dispose()
    {
        _xml?.Dispose();
        _bytes.Dispose();
        _hashed?.Dispose();
    }

    private void ReadMessages()
    {
        var decoded = _encoding.IgnoresLabel ? new StreamReader(_bytes, new UTF8Encoding(false, true)) : null;
        _xml = new XmlCursor(_bytes, _read.Limits, _read.Findings, _table, decoded, _watch)
        {
            OfForm = Verdict.Accept,
        };
        var bodies = 0;
        while (_xml.NextBody(IsoMessage.IsBody, IsoMessage.IsOfWrapper))
        {
            bodies++;
            ReadOne(IsoMessage.Of((string)_xml.Name));
        }

        if (bodies == 0) throw Unsupported();
        _read.CountMarkers(_bytes.Markers);
        _read.CheckMarkers(_marker);
    }

    private void ReadOne(IsoMessage message)
    {
        var space = _xml!.DocumentNamespace;
        var named = IsoMessage.NamedBy(space);
        _read.Format = named ?? message.Name[..^4];
        if (named is not null && !message.Takes(named)) throw Unsupported();
        CheckHeader(message, named);
        CheckNamespace(space, named);
        WatchBody(named);
        switch (message.Reading)
        {
            case IsoReading.Cash:
                new CashReader(_xml, _cash, _read, message.Name == "camt.053.001").ReadBody();
                break;
            case IsoReading.Payments:
                new PaymentReader(_xml, _payments, _read, message.Name == "pain.001.001").ReadBody();
                break;
            case IsoReading.Recalls:
                new RecallReader(_xml, _payments, _read).ReadBody();
                break;
            default:
                new StatusReader(_xml, _payments, _read).ReadBody();
                break;
        }
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    // The header before a message and the message must speak of the same definition.
    private void CheckHeader(IsoMessage message, string? named)
    {
        const int KindLength = 8;
        var declared = IsoMessage.NamedBy(_xml!.HeaderDefinition);
        _xml.EndHeader();
        if (declared is null || declared == named) return;
        var came = named ?? message.Name;
        var vietnamese = $"Phần đầu (MsgDefIdr) ghi {declared} nhưng nội dung là {came}.";
        var english = $"The header (MsgDefIdr) says {declared}, but the body is {came}.";
        if (declared[..KindLength] != message.Name[..KindLength])
            throw _read.Findings.Stop(
                _xml.Line, "AppHdr/MsgDefIdr", FileReason.UnsupportedType, vietnamese, english);
        if (named is not null) _read.Remark(_xml.Line, "AppHdr/MsgDefIdr", vietnamese, english);
    }

    // A body in a document is being watched since its document began.
    private void WatchBody(string? named)
    {
        if (_watch is null) return;
        if (GrammarText.Shipped.Find(named) is not { } grammar)
        {
            if (_unchecked.Add(_read.Format)) NoteUnchecked(_read.Format);
            return;
        }

        if (!_watch.IsOn) _xml!.WatchBody(grammar);
        _watch.NumberedBefore = _read.Statements.Count;
    }

    private void NoteUnchecked(string format) => _read.Findings.Add(new FileFinding(
        _xml!.Line, "Document", FileNote.SchemaUnchecked,
        $"Hệ thống không có lược đồ của {format}; chỉ kiểm tra những gì bộ đọc cần.",
        $"The product has no schema of {format}; only what the readers miss is checked.", Verdict.Accept));

    private void CheckNamespace(string space, string? named)
    {
        const string Official = "urn:iso:std:iso:20022:tech:xsd:";
        var isOfficial = named is not null && named.Contains(".001.", Ordinal) && space == Official + named;
        if (isOfficial) return;
        var shown = space.Length == 0 ? "—" : XmlShown.Of(space);
        _read.Remark(
            _xml!.Line, "Document", $"Không gian tên «{shown}» không phải của ISO 20022.",
            $"Namespace \"{shown}\" is not that of ISO 20022.");
    }

    private ReadingStopped Unsupported()
    {
        var space = _xml!.DocumentNamespace;
        _read.Format = IsoMessage.NamedBy(space) ?? (_xml.RootName.Length == 0 ? "unknown" : _xml.RootName);
        var body = _xml.DocumentChild ?? _xml.RootName;
        return _read.Findings.Stop(
            0, XmlShown.Of(body), FileReason.UnsupportedType,
            $"Loại thông điệp không được hỗ trợ: phần tử {XmlShown.Of(body)}, không gian tên «{XmlShown.Of(space)}».",
            $"Unsupported message type: element {XmlShown.Of(body)}, namespace \"{XmlShown.Of(space)}\".");
    }

    private FileOutcome Judge()
    {
        try
        {
            _bytes.Drain();
        }
        catch (DecoderFallbackException)
        {
            // Said already, where the parser met it; the rest has no text to count in.
        }

        _read.CountMarkers(_bytes.Markers);
        _read.Findings.Close();
        return _hashed is null
            ? _read.Findings.Judge(_bytes.Sha256(), _bytes.BytesRead)
            : _read.Findings.Judge(_bytes.TooLong ? null : _hashed.Sha256(), _hashed.BytesRead);
    }

    private void AddQuietly(FileFinding finding)
    {
        try
        {
            _read.Findings.Add(finding);
        }
        catch (ReadingStopped)
        {
            // The list was full; it says so itself, and the file is rejected already.
        }
    }

    // The entry's element depends on the message; the first known body in the head decides.
    private static string MarkerOf(ReadOnlySpan<byte> head, Encoding? from)
    {
        var loose = from is null ? Encoding.UTF8 : Encoding.GetEncoding(from.CodePage);
        foreach (Match tag in StartTag().Matches(loose.GetString(head)))
            if (IsoMessage.IsBody(tag.Groups[1].Value)) return IsoMessage.Of(tag.Groups[1].Value).Marker;
        return "Ntry";
    }

    [GeneratedRegex(@"<(?:[\w.-]+:)?([A-Z]\w+)")]
    private static partial Regex StartTag();
}
