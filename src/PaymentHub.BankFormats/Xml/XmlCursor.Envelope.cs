using System.Text;
using System.Xml;
using PaymentHub.BankFormats.Incoming.Iso;
using PaymentHub.BankFormats.Schema;

namespace PaymentHub.BankFormats.Xml;

/// <summary>
/// Finding the message in whatever it came wrapped in: business application header and envelope elements under any
/// name, several messages in one file, a whole document as text or CDATA of another.
/// </summary>
internal sealed partial class XmlCursor
{
    /// <summary>Text of a wrapper at most: signatures and certificates are longer than any text of a message.</summary>
    private const int MaxWrapperCharacters = 100_000;

    private XmlReader? _outer;
    private int _linesBefore;
    private int _linesOfDocuments;
    private int _headerDepth = -1;
    private bool _isInDefinition;
    private bool _isAhead;

    /// <summary>
    /// What the header before the message says that it is (<c>MsgDefIdr</c> of head.001); empty where there is none.
    /// </summary>
    public string HeaderDefinition { get; private set; } = "";

    /// <summary>Namespace of the nearest Document, or of the body where there is none; for findings.</summary>
    public string DocumentNamespace { get; private set; } = "";

    /// <summary>Local name of the first element.</summary>
    public string RootName { get; private set; } = "";

    /// <summary>Local name of the element right inside the last Document, known or not.</summary>
    public string? DocumentChild { get; private set; }

    /// <summary>
    /// Moves on to the next element whose local name <paramref name="isBody"/> knows; false at the end of the file.
    /// From then on names are those of that element's namespace, or of its first child where
    /// <paramref name="isWrapper"/> says that the element itself belongs to a wrapper.
    /// </summary>
    public bool NextBody(Func<string, bool> isBody, Func<string, bool> isWrapper)
    {
        var document = -1;
        while (ReadAny())
        {
            if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                OpenEmbedded();
                continue;
            }

            if (_xml.NodeType != XmlNodeType.Element) continue;
            NoteRoot();
            CheckElement();
            NoteHeader();
            if (_xml.LocalName is "Document" or "AppHdr") WatchMessage();
            if (_xml.LocalName == "Document") (document, DocumentNamespace) = (_xml.Depth, _xml.NamespaceURI);
            else if (document >= 0 && _xml.Depth == document + 1) DocumentChild = _xml.LocalName;
            if (!isBody(_xml.LocalName)) continue;
            if (document < 0) DocumentNamespace = _xml.NamespaceURI;
            _namespace = _xml.NameTable.Add(_xml.NamespaceURI);
            _takesChildNamespace = isWrapper(_xml.LocalName);
            Name = _xml.LocalName;
            return true;
        }

        return false;
    }

    /// <summary>Forgets the header: the message that it stands before was read.</summary>
    public void EndHeader() => HeaderDefinition = "";

    /// <summary>Has the present body, which stands in no document, watched from here on.</summary>
    public void WatchBody(MessageGrammar grammar) => _watch?.BeginBody(_xml, grammar, Line);

    private void WatchMessage()
    {
        if (_watch is null) return;
        var message = IsoMessage.NamedBy(_xml.NamespaceURI);
        _watch.Begin(_xml, GrammarText.Shipped.Find(message), Line);
    }

    // Only the header's own: it may repeat the one of a related message further inside.
    private void NoteHeader()
    {
        if (_xml.LocalName == "AppHdr") (_headerDepth, HeaderDefinition) = (_xml.Depth, "");
        _isInDefinition = _xml.LocalName == "MsgDefIdr" && _xml.Depth == _headerDepth + 1 && !_xml.IsEmptyElement;
    }

    private void NoteRoot()
    {
        if (_rootTag is not null) return;
        _rootTag = _xml.Name;
        RootName = _xml.LocalName;
        DocumentNamespace = _xml.NamespaceURI;
    }

    private bool ReadAny()
    {
        if (_isAhead || Advance())
        {
            if (_isAhead) _watch?.See(_xml, Line);
            _isAhead = false;
            if (_outer is null && _xml.NodeType == XmlNodeType.EndElement && _xml.Depth == 0) _rootClosed = true;
            if (_outer is null && _xml is { NodeType: XmlNodeType.Element, Depth: 0, IsEmptyElement: true })
                _rootClosed = true;
            return true;
        }

        if (_outer is null) return NextDocument() && ReadAny();
        _xml.Dispose();
        (_xml, _outer, _linesBefore) = (_outer, null, 0);
        _position = (IXmlLineInfo)_xml;
        // The embedded text was read up to the node after it.
        _watch?.See(_xml, Line);
        if (_xml.NodeType is not (XmlNodeType.Element or XmlNodeType.EndElement)) return ReadAny();
        if (_xml is { NodeType: XmlNodeType.EndElement, Depth: 0 }) _rootClosed = true;
        return true;
    }

    // Some banks put a day's documents one after another into one file, each with its declaration.
    private bool NextDocument()
    {
        if (!_bytes.IsAtNextDocument) return false;
        Report(
            FileReason.Schema, "", "Tệp chứa nhiều tài liệu XML nối tiếp nhau.",
            "Several XML documents one after another in the file.", OfForm);
        _linesOfDocuments += _position.LineNumber - 1;
        var names = _xml.NameTable!;
        _xml.Dispose();
        (_rootTag, _rootClosed) = (null, false);
        var text = new StreamReader(_bytes, new UTF8Encoding(false, true), leaveOpen: true);
        _xml = XmlReader.Create(text, Settings(names));
        _position = (IXmlLineInfo)_xml;
        return true;
    }

    // Text that starts with a bracket is a document of its own; other text of a wrapper is only measured.
    private void OpenEmbedded()
    {
        if (_isInDefinition)
        {
            const int LongestName = 100;
            var length = Append(0, MaxWrapperCharacters);
            if (HeaderDefinition.Length + length <= LongestName) HeaderDefinition += _text.AsSpan(0, length).ToString();
            return;
        }

        if (_outer is not null || _watch is { IsInHeader: true })
        {
            Append(0, MaxWrapperCharacters);
            return;
        }

        var text = new EmbeddedText(_xml);
        if (!text.StartsWithTag())
        {
            if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) Append(0, MaxWrapperCharacters);
            // Nothing but blanks: the node after them was read already.
            else _isAhead = _xml.NodeType is XmlNodeType.Element or XmlNodeType.EndElement;
            return;
        }

        _linesBefore = _position.LineNumber - 1;
        _outer = _xml;
        _xml = XmlReader.Create(text, Settings(_xml.NameTable!));
        _position = (IXmlLineInfo)_xml;
    }
}

/// <summary>The characters of a text or CDATA node and of those right after it, as a stream.</summary>
internal sealed class EmbeddedText(XmlReader outer) : TextReader
{
    private readonly char[] _buffer = new char[4096];
    private int _position;
    private int _end;
    private bool _ended;

    /// <summary>Skips white space; whether a tag follows.</summary>
    public bool StartsWithTag()
    {
        while (Peek() >= 0 && char.IsWhiteSpace((char)Peek())) Read();
        return Peek() == '<';
    }

    public override int Peek() => _position < _end || Fill() ? _buffer[_position] : -1;

    public override int Read() => _position < _end || Fill() ? _buffer[_position++] : -1;

    public override int Read(char[] buffer, int index, int count)
    {
        if (_position == _end && !Fill()) return 0;
        var taken = Math.Min(count, _end - _position);
        Array.Copy(_buffer, _position, buffer, index, taken);
        _position += taken;
        return taken;
    }

    private bool Fill()
    {
        while (!_ended)
        {
            _end = outer.ReadValueChunk(_buffer, 0, _buffer.Length);
            _position = 0;
            if (_end > 0) return true;
            // The reader stands before the next node; a split CDATA section goes on there.
            while (outer.Read() && outer.NodeType == XmlNodeType.Whitespace)
            {
                // White space between sections is not of the text.
            }

            _ended = outer.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA);
        }

        return false;
    }
}
