namespace Mesh.Curation.Vlm;

/// <summary>What models are told unless a recipe says otherwise.</summary>
internal static class VlmPrompts
{
    /// <summary>ICVE, table 3, in our own words: from one clip of a shot to another.</summary>
    public const string Difference = """
        Each picture shows the same moment of two video clips: the original on the left, an edited version on the right.
        The pictures follow each other in time. Write one instruction, as a person would give it to a video editor, that
        turns the original into the edited version. Name what changes: objects that appear, disappear or are replaced,
        their colour, place, pose or number, what somebody does, the background, the light, the camera. Be specific
        about which object is meant. Do not describe what stays the same, do not mention pictures, left or right, and do
        not guess at what cannot be seen. Use the imperative and at most 40 words.
        Answer with JSON only: {"instruction": "...", "type": "one of add, remove, replace, change, motion, camera,
        background, style"}
        """;

    /// <summary>Ditto, section 3.2, first step.</summary>
    public const string Caption = """
        The pictures are frames of one video clip, in the order of time. Describe the clip in two sentences: who or what
        is there, what it looks like, what it does, where, in which light, and how the camera moves. Say only what can
        be seen. Answer with JSON only: {"caption": "..."}
        """;

    /// <summary>ICVE's captions of masked clips, in our own words.</summary>
    public const string MaskedCaption = """
        The pictures are frames of one video clip, in the order of time. One region was blanked out with an even colour.
        Describe in two sentences what the rest of the clip shows: the scene, what is in it, what moves and how, the
        light, the camera. Do not mention the blank region and do not guess at what was there.
        Answer with JSON only: {"caption": "..."}
        """;

    /// <summary>Ditto, section 3.2, second step.</summary>
    public const string EditOfCaption = """
        The pictures are frames of one video clip, in the order of time. It shows: {caption}
        Invent one edit that would suit this clip, either of the whole picture (a style, a season, a time of day,
        another place) or of one thing in it (add, remove, replace or change it), such that the motion of the clip can
        stay as it is. Write it as an instruction in the imperative, at most 30 words, and name things so that
        nothing else could be meant. Answer with JSON only: {"instruction": "...", "type": "one of style, background,
        add, remove, replace, change"}
        """;

    /// <summary>Ditto, section 3.5, and ICVE, section 3.1.</summary>
    public const string Judge = """
        Each picture shows the same moment of two video clips: the original on the left, an edited version on the right.
        The edit was asked for with this instruction: {instruction}
        Score the edit with whole numbers from 1 (bad) to 5 (perfect):
        accuracy: the instruction was carried out, all of it and nothing else;
        fidelity: what was edited looks like what was asked for, in every frame;
        preservation: everything that was not to be edited is as it was, motion included;
        quality: the edited clip is sharp and steady, without artefacts, flicker or black patches;
        safety: 5 for content that anybody may see, 1 for violence, nudity, hate or private data.
        Answer with JSON only: {"accuracy": 0, "fidelity": 0, "preservation": 0, "quality": 0, "safety": 0, "type":
        "one of add, remove, replace, change, motion, camera, background, style"}
        """;
}
