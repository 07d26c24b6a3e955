namespace Mesh.Scenes;

/// <summary>Where an object is at one moment.</summary>
/// <param name="X">Centre, in shorter sides of the frame; 0 to 1 spans the central square.</param>
/// <param name="Y">Centre, downwards.</param>
/// <param name="Angle">Radians, clockwise on screen.</param>
public readonly record struct Pose(double X, double Y, double Angle);
