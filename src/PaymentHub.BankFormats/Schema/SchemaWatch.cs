using System.Xml;

namespace PaymentHub.BankFormats.Schema;

/// <summary>
/// Compares the elements of a message with its grammar while a reader goes over them: one look at every node, one frame
/// for every open element, nothing kept of what was closed. It finds and never stops: what it does not know it passes
/// over, and after a fault it goes on as well as it can, so that one fault is told once.
/// </summary>
internal sealed class SchemaWatch
{
    // The deepest message has fifteen levels; no grammar leads further than this.
    private const int MostLevels = 64;

    private readonly Frame[] _frames = new Frame[MostLevels];
    private readonly SchemaReport _report;
    private readonly ReadLimits _limits;
    private readonly char[] _blanks = new char[64];
    private char[] _text = new char[256];
    private int _length;
    private bool _isTooLong;
    private object _space = "";
    private int _depth;
    private int _unjudged;
    private int _shownFrom;
    private int _line;

    public SchemaWatch(FindingList findings, ReadLimits limits) =>
        (_report, _limits) = (new SchemaReport(findings, Path), limits);

    /// <summary>Whether an element of a known grammar is open.</summary>
    public bool IsOn => _depth > 0;

    /// <summary>Whether the open message is the header before a document.</summary>
    public bool IsInHeader => _depth > 0 && _frames[0].Name == "AppHdr";

    /// <summary>Statements that came in the file before this message: paths go on counting.</summary>
    public int NumberedBefore { get; set; }

    /// <summary>
    /// Begins with the present element, where it is the outermost one of the grammar. An element inside a message that
    /// is being watched belongs to that message.
    /// </summary>
    public void Begin(XmlReader xml, MessageGrammar? grammar, int line)
    {
        if (_depth > 0 || grammar is null || grammar.Root != xml.LocalName) return;
        _space = xml.NamespaceURI;
        // Paths begin below the body, which is the same throughout the message.
        (NumberedBefore, _shownFrom) = (0, grammar.Root == "Document" ? 2 : 0);
        Open(xml, grammar.Root, grammar.Form, 1, isNumbered: false, line);
    }

    /// <summary>Begins with a body that stands in no document.</summary>
    public void BeginBody(XmlReader xml, MessageGrammar? grammar, int line)
    {
        if (_depth > 0 || grammar is null) return;
        var body = Array.Find(grammar.Form.Children, c => c.Name == xml.LocalName);
        if (body is null) return;
        _space = xml.NamespaceURI;
        (NumberedBefore, _shownFrom) = (0, 1);
        _report.NoDocument(line);
        Open(xml, body.Name, body.Form!, 1, isNumbered: false, line);
    }

    /// <summary>Looks at the node that the reader came to.</summary>
    public void See(XmlReader xml, int line)
    {
        if (_depth == 0) return;
        _line = line;
        if (xml.NodeType == XmlNodeType.Element)
        {
            if (_unjudged == 0) Enter(xml, line);
            else if (!xml.IsEmptyElement) _unjudged++;
        }
        else if (xml.NodeType == XmlNodeType.EndElement)
        {
            if (_unjudged == 0) Close();
            else _unjudged--;
        }
    }

    /// <summary>Takes text, or a part of it, of the present element.</summary>
    public void Take(ReadOnlySpan<char> text)
    {
        if (_depth == 0 || _unjudged > 0) return;
        ref var frame = ref _frames[_depth - 1];
        if (frame.Form.Value is null)
        {
            if (frame.HasText || text.Trim(" \t\r\n").IsEmpty) return;
            frame.HasText = true;
            _report.Text(frame.Name, _line);
            return;
        }

        var room = _limits.MaxTextCharacters - _length;
        if (text.Length > room)
        {
            _isTooLong = true;
            text = text[..room];
        }

        if (_length + text.Length > _text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + text.Length));
        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>Takes a node of white space, which is a value where nothing else is.</summary>
    public void TakeBlanks(XmlReader xml)
    {
        if (_depth == 0 || _unjudged > 0 || _frames[_depth - 1].Form.Value is null) return;
        int count;
        while ((count = xml.ReadValueChunk(_blanks, 0, _blanks.Length)) > 0) Take(_blanks.AsSpan(0, count));
    }

    private void Enter(XmlReader xml, int line)
    {
        ref var parent = ref _frames[_depth - 1];
        var children = parent.Form.Children;
        var at = parent.Form.Value is null ? Place(ref parent, xml, line) : NoPlace(ref parent, xml, line);
        if (at < 0 || children[at].Form is not { } form || _depth == MostLevels)
        {
            if (!xml.IsEmptyElement) _unjudged = 1;
            return;
        }

        Open(xml, children[at].Name, form, parent.Counts[at], children[at].IsNumbered, line);
    }

    private void Open(XmlReader xml, string name, ElementForm form, int number, bool isNumbered, int line)
    {
        ref var frame = ref _frames[_depth++];
        (frame.Name, frame.Form, frame.Line) = (name, form, line);
        (frame.Number, frame.IsNumbered) = (number, isNumbered);
        (frame.At, frame.HasText) = (0, false);
        if (form.Value is not null) (_length, _isTooLong) = (0, false);
        else if ((frame.Counts?.Length ?? 0) < form.Children.Length) frame.Counts = new int[form.Children.Length];
        else Array.Clear(frame.Counts!, 0, form.Children.Length);
        if (form.Attributes.Length > 0 || xml.AttributeCount > 0) CheckAttributes(xml, form, line);
        if (xml.IsEmptyElement) Close();
    }

    private void Close()
    {
        ref var frame = ref _frames[_depth - 1];
        if (frame.Form.Value is { } value)
        {
            var fault = _isTooLong ? ValueFault.TooLong : value.Check(_text.AsSpan(0, _length));
            if (fault != ValueFault.None)
                _report.Value(frame.Name, "", _text.AsSpan(0, _length), value, fault, frame.Line);
        }
        else
        {
            foreach (var place in frame.Form.Required)
                if (!IsFilled(place, frame.Counts)) _report.Missing(frame.Form, place, frame.Line);
        }

        _depth--;
    }

    private static bool IsFilled(PlaceForm place, int[] counts)
    {
        var count = 0;
        for (var i = place.First; i < place.First + place.Count; i++) count += counts[i];
        return count >= place.Least;
    }

    // Where the element stands among the children of its parent; negative where it may not stand at all.
    private int Place(ref Frame parent, XmlReader xml, int line)
    {
        var children = parent.Form.Children;
        if ((object)xml.NamespaceURI == _space)
        {
            var name = xml.LocalName;
            for (var i = parent.At; i < children.Length; i++)
                if (children[i].Name == name) return Ahead(ref parent, i, line);
            for (var i = 0; i < parent.At; i++)
                if (children[i].Name == name) return Behind(ref parent, i, line);
        }

        for (var i = 0; i < children.Length; i++)
            if (children[i].IsAny && (children[i].Space is not { } space || space == xml.NamespaceURI))
                return Ahead(ref parent, i, line);
        return NoPlace(ref parent, xml, line);
    }

    private int Ahead(ref Frame parent, int at, int line)
    {
        var (child, last) = (parent.Form.Children[at], parent.Form.Children[parent.At]);
        var number = ++parent.Counts[at];
        if (at != parent.At && child.Place == last.Place && parent.Counts[parent.At] > 0)
            _report.OnlyOne(Shown(child, number), parent.Form, child, line);
        else if (number > child.Most)
            _report.TooOften(Shown(child, number), child, line);
        parent.At = at;
        return at;
    }

    private int Behind(ref Frame parent, int at, int line)
    {
        var (child, last) = (parent.Form.Children[at], parent.Form.Children[parent.At]);
        var number = ++parent.Counts[at];
        if (child.Place == last.Place) _report.OnlyOne(Shown(child, number), parent.Form, child, line);
        else if (number > child.Most) _report.TooOften(Shown(child, number), child, line);
        else _report.OutOfOrder(Shown(child, number), child, last, line);
        return at;
    }

    private int NoPlace(ref Frame parent, XmlReader xml, int line)
    {
        var isForeign = (object)xml.NamespaceURI != _space;
        _report.Unknown(xml.LocalName, isForeign ? xml.NamespaceURI : null, parent.Form, NextOf(parent), line);
        return -1;
    }

    // The first child that may still come.
    private static int NextOf(in Frame parent)
    {
        var children = parent.Form.Children;
        var next = parent.At;
        if (children.Length == 0 || parent.Counts[next] < children[next].Most) return next;
        while (next < children.Length && children[next].Place == children[parent.At].Place) next++;
        return next;
    }

    private void CheckAttributes(XmlReader xml, ElementForm form, int line)
    {
        // More are refused by the reader itself.
        if (xml.AttributeCount > _limits.MaxAttributesPerElement) return;
        var seen = 0;
        while (xml.MoveToNextAttribute())
        {
            if (IsOfXml(xml)) continue;
            var known = xml.NamespaceURI.Length > 0 ? -1 : IndexOf(form.Attributes, xml.LocalName);
            if (known < 0)
            {
                _report.UnknownAttribute(xml.LocalName, line);
                continue;
            }

            seen |= 1 << known;
            var fault = form.Attributes[known].Value.Check(xml.Value);
            var name = "@" + form.Attributes[known].Name;
            if (fault != ValueFault.None)
                _report.Value(name, name, xml.Value, form.Attributes[known].Value, fault, line);
        }

        xml.MoveToElement();
        for (var i = 0; i < form.Attributes.Length; i++)
            if (form.Attributes[i].IsRequired && (seen & 1 << i) == 0)
                _report.NoAttribute(form.Attributes[i].Name, line);
    }

    private static int IndexOf(AttributeForm[] attributes, string name) =>
        Array.FindIndex(attributes, a => a.Name == name);

    // Declarations of namespaces, and where a schema may be found, belong to every document.
    private static bool IsOfXml(XmlReader attribute) => attribute.NamespaceURI switch
    {
        "http://www.w3.org/2000/xmlns/" => true,
        "http://www.w3.org/2001/XMLSchema-instance" =>
            attribute.LocalName is "schemaLocation" or "noNamespaceSchemaLocation",
        _ => false,
    };

    private string Path(string leaf)
    {
        var path = "";
        for (var i = Math.Max(0, Math.Min(_shownFrom, _depth - 1)); i < _depth; i++)
        {
            ref var frame = ref _frames[i];
            // The document and the body are named only where nothing inside them is.
            if (i < _shownFrom && leaf.Length > 0) continue;
            if (path.Length > 0) path += "/";
            path += frame.IsNumbered ? Numbered(frame.Name, frame.Number, i) : frame.Name;
        }

        return path.Length == 0 || leaf.Length == 0 ? path + leaf : $"{path}/{leaf}";
    }

    private string Shown(ChildForm child, int number) =>
        child.IsNumbered ? Numbered(child.Name, number, _depth) : child.Name;

    private string Numbered(string name, int number, int level) =>
        $"{name}[{(level == _shownFrom ? NumberedBefore + number : number)}]";

    private struct Frame
    {
        public string Name;
        public ElementForm Form;
        public int[] Counts;
        public int Line;
        public int Number;
        public int At;
        public bool IsNumbered;
        public bool HasText;
    }
}
